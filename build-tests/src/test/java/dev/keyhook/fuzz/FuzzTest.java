package dev.keyhook.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs each fuzz target with inputs that Jazzer has found, and with mutated seeds.
 *
 * <p>The mutations are the same in each build. {@code -Dfuzz.seed=7 -Dfuzz.seconds=60} runs others,
 * for longer.
 */
class FuzzTest {

  private static final List<byte[]> PIECES =
      Stream.of(
              "{",
              "}",
              "[",
              "]",
              "\"",
              "\\",
              "\\u",
              "\\ud800",
              ":",
              ",",
              "null",
              "true",
              "1e999",
              "-0",
              "0x",
              "\"id\":",
              "\"detail\":{",
              "\"detail-type\":\"KeyAdded\",",
              "\"data\":{}",
              "\"trigger\":",
              "\u0000",
              "\u00e9",
              "\uFEFF",
              " ",
              "=",
              "==",
              "-----",
              "\r\n",
              "\n\n",
              "9223372036854775808",
              "2026-02-30T24:00:00Z",
              "Bearer ",
              "\u00fd\u00ff")
          .map(text -> text.getBytes(UTF_8))
          .toList();

  static Stream<Target> targets() {
    return Target.all().stream();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void keepsItsContractForInputsFoundBefore(Target target) throws IOException {
    for (byte[] seed : target.seeds().get()) {
      check(target, seed, "a seed");
    }
    if (Files.isDirectory(target.found())) {
      try (Stream<Path> files = Files.list(target.found())) {
        for (Path file : files.sorted().toList()) {
          check(target, Files.readAllBytes(file), file.toString());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void keepsItsContractForMutatedSeeds(Target target) {
    long seed = Long.getLong("fuzz.seed", 1848);
    long seconds = Long.getLong("fuzz.seconds", 0);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> seeds = target.seeds().get();
    for (int i = 0; i < target.cases() || (seconds > 0 && System.nanoTime() < end); i++) {
      check(target, mutated(seeds, random), "case " + i + " of -Dfuzz.seed=" + seed);
    }
  }

  private static void check(Target target, byte[] data, String origin) {
    try {
      target.check().accept(data);
    } catch (Throwable e) {
      throw new AssertionError(
          "%s, %s: %s%nThe input in hexadecimal digits:%n%s"
              .formatted(target, origin, e, HexFormat.of().formatHex(data)),
          e);
    }
  }

  private static byte[] mutated(List<byte[]> seeds, SplittableRandom random) {
    byte[] data = seeds.get(random.nextInt(seeds.size()));
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(data.length + 1);
      int length = random.nextInt(1 + Math.min(40, data.length - at));
      data =
          switch (random.nextInt(6)) {
            case 0 -> replaced(data, at, 0, PIECES.get(random.nextInt(PIECES.size())));
            case 1 -> replaced(data, at, length, PIECES.get(random.nextInt(PIECES.size())));
            case 2 -> replaced(data, at, length, new byte[0]);
            case 3 -> replaced(data, at, at < data.length ? 1 : 0, anyByte(random));
            case 4 -> replaced(data, at, 0, part(seeds.get(random.nextInt(seeds.size())), random));
            default ->
                random.nextInt(4) == 0
                    ? replaced(data, at, data.length - at, new byte[0])
                    : replaced(data, at, 0, part(data, random));
          };
    }
    return data;
  }

  private static byte[] anyByte(SplittableRandom random) {
    return new byte[] {(byte) random.nextInt(256)};
  }

  private static byte[] part(byte[] data, SplittableRandom random) {
    int from = random.nextInt(data.length + 1);
    return Arrays.copyOfRange(data, from, Math.min(data.length, from + random.nextInt(60)));
  }

  private static byte[] replaced(byte[] data, int from, int length, byte[] by) {
    ByteArrayOutputStream result = new ByteArrayOutputStream(data.length + by.length);
    result.write(data, 0, from);
    result.writeBytes(by);
    result.write(data, from + length, data.length - from - length);
    return result.toByteArray();
  }
}
