/**
 * Fuzz targets: programs that take any bytes and throw if a contract is violated.
 *
 * <p>Each target is a class with the method that Jazzer expects, {@code fuzzerTestOneInput}, and
 * does not depend on Jazzer. {@link dev.keyhook.fuzz.FuzzTest} runs all of them briefly in each
 * build; {@code mvn -Pfuzz} runs them with Jazzer.
 */
package dev.keyhook.fuzz;
