package dev.keyhook.events.smartphonekey.matter;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and codes equal those on the page about the vendor's Matter attributes. */
class AttributeTableTest {

  private static final Path PAGE = Path.of("../docs/vendors/matter-attributes.md");
  private static final Pattern ROW =
      Pattern.compile("\\| (\\d+)/(\\d+) \\| (\\S+) \\| (\\S+) \\| (.*) \\|");
  private static final Pattern CODE = Pattern.compile("(?:^|[,;] )(\\d+) (\\w+)");

  private record Row(long cluster, long id, String name, String notes) {}

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(
            row ->
                new Row(
                    Long.parseLong(row.group(1)),
                    Long.parseLong(row.group(2)),
                    row.group(3),
                    row.group(5).strip()))
        .toList();
  }

  @Test
  void namesEveryAttributeOfThePage() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(110);
    for (Row row : rows()) {
      assertThat(AttributeNames.of(row.cluster(), row.id()))
          .as("%d/%d", row.cluster(), row.id())
          .contains(row.name());
    }
  }

  @Test
  void namesNothingElse() throws IOException {
    Map<String, String> page =
        rows().stream().collect(toMap(row -> row.cluster() + "/" + row.id(), Row::name));
    for (long cluster = 0; cluster < 1100; cluster++) {
      for (long id = 0; id < 20_000; id++) {
        if (AttributeNames.of(cluster, id).isPresent()) {
          assertThat(page).containsKey(cluster + "/" + id);
        }
      }
    }
  }

  @Test
  void namesTheAttributesThatEveryClusterHas() {
    assertThat(AttributeNames.of(257, 65528)).contains("DoorLock.GeneratedCommandList");
    assertThat(AttributeNames.of(6, 65529)).contains("OnOff.AcceptedCommandList");
    assertThat(AttributeNames.of(70, 65533)).contains("IcdManagement.ClusterRevision");
    assertThat(AttributeNames.of(999, 65533)).isEmpty();
  }

  static Stream<Arguments> vocabularies() {
    return Stream.of(
        Arguments.of("257/0", 4, (LongFunction<MatterCode<?>>) LockState::of),
        Arguments.of("257/3", 6, (LongFunction<MatterCode<?>>) DoorState::of),
        Arguments.of("257/37", 5, (LongFunction<MatterCode<?>>) OperatingMode::of),
        Arguments.of("47/14", 3, (LongFunction<MatterCode<?>>) ChargeLevel::of),
        Arguments.of("47/18", 3, (LongFunction<MatterCode<?>>) BatteryFault::of),
        Arguments.of("47/26", 4, (LongFunction<MatterCode<?>>) ChargeState::of),
        Arguments.of("92/0", 9, (LongFunction<MatterCode<?>>) ExpressedState::of),
        Arguments.of("92/1", 3, (LongFunction<MatterCode<?>>) AlarmLevel::of),
        Arguments.of("92/2", 3, (LongFunction<MatterCode<?>>) AlarmLevel::of),
        Arguments.of("91/0", 7, (LongFunction<MatterCode<?>>) AirQuality::of));
  }

  @ParameterizedTest
  @MethodSource("vocabularies")
  void knowsTheCodesOfThePageAndNoOther(
      String path, int codes, LongFunction<? extends MatterCode<?>> vocabulary) throws IOException {
    Row row =
        rows().stream()
            .filter(candidate -> path.equals(candidate.cluster() + "/" + candidate.id()))
            .findFirst()
            .orElseThrow();
    Map<Long, String> page = new LinkedHashMap<>();
    Matcher code = CODE.matcher(row.notes());
    while (code.find()) {
      page.put(Long.valueOf(code.group(1)), code.group(2));
    }
    assertThat(page).as("%s on the page", path).hasSize(codes);

    page.forEach(
        (number, name) -> {
          MatterCode<?> entry = vocabulary.apply(number);
          assertThat(entry.isKnown()).as("%s = %s is known", path, number).isTrue();
          assertThat(entry.code()).isEqualTo(number);
          assertThat(wordsInCommon(name, entry.toString()))
              .as("%s = %s is called %s here and %s there", path, number, entry, name)
              .isTrue();
        });
    for (long unknown : new long[] {-1, codes, codes + 1, 255, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(vocabulary.apply(unknown).isKnown()).isFalse();
      assertThat(vocabulary.apply(unknown).code()).isEqualTo(unknown);
    }
  }

  /** Returns whether the vendor's name contains the first letters of one of our words. */
  private static boolean wordsInCommon(String vendor, String ours) {
    String name = vendor.toLowerCase(java.util.Locale.ROOT);
    return Arrays.stream(ours.split(" ", -1))
        .anyMatch(word -> name.contains(word.substring(0, Math.min(word.length(), 4))));
  }
}
