/**
 * Fuzz targets: programs that take any bytes and throw if a promise is broken.
 *
 * <p>Each target is a class with the method that Jazzer looks for, {@code fuzzerTestOneInput}, and
 * needs nothing of Jazzer's. {@link dev.keyhook.fuzz.FuzzTest} runs all of them in each build, for
 * a moment; {@code mvn -Pfuzz} lets Jazzer run them for as long as one likes.
 */
package dev.keyhook.fuzz;
