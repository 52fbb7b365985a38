package dev.keyhook.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A fuzz target.
 *
 * @param type the class with the method that Jazzer calls
 * @param check the same method
 * @param seeds initial inputs
 * @param cases how many mutated seeds each build runs
 */
record Target(Class<?> type, Consumer<byte[]> check, Supplier<List<byte[]>> seeds, int cases) {

  private static final Path FOUND =
      Path.of(System.getProperty("keyhook.root", ".."), "build-tests/src/test/resources/fuzz");

  static List<Target> all() {
    return List.of(
        new Target(
            SmartphoneKeyParserFuzz.class,
            SmartphoneKeyParserFuzz::fuzzerTestOneInput,
            SmartphoneKeyParserFuzz::seeds,
            8_000),
        new Target(
            SchlageHomeParserFuzz.class,
            SchlageHomeParserFuzz::fuzzerTestOneInput,
            SchlageHomeParserFuzz::seeds,
            8_000),
        new Target(
            ShadowTextFuzz.class, ShadowTextFuzz::fuzzerTestOneInput, ShadowTextFuzz::seeds, 4_000),
        new Target(
            SharedSecretFuzz.class,
            SharedSecretFuzz::fuzzerTestOneInput,
            SharedSecretFuzz::seeds,
            4_000),
        new Target(
            SignatureFuzz.class, SignatureFuzz::fuzzerTestOneInput, SignatureFuzz::seeds, 1_000),
        new Target(HmacFuzz.class, HmacFuzz::fuzzerTestOneInput, HmacFuzz::seeds, 2_000),
        new Target(PemFuzz.class, PemFuzz::fuzzerTestOneInput, PemFuzz::seeds, 1_000),
        new Target(
            HttpAdapterFuzz.class,
            HttpAdapterFuzz::fuzzerTestOneInput,
            HttpAdapterFuzz::seeds,
            2_000));
  }

  /** Returns the folder of inputs that once violated a contract. */
  Path found() {
    return FOUND.resolve(name());
  }

  String name() {
    return type.getSimpleName();
  }

  @Override
  public String toString() {
    return name();
  }
}
