package com.example.meter;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An event of a meter. Its number rises with each event of the same meter. */
public final class MeterEvent implements Event<MeterData> {

  private final Map<String, String> texts;
  private final Map<String, Long> numbers;
  private final MeterData data;
  private final RawJson raw;

  MeterEvent(Map<String, String> texts, Map<String, Long> numbers, MeterData data, RawJson raw) {
    this.texts = Map.copyOf(texts);
    this.numbers = Map.copyOf(numbers);
    this.data = data;
    this.raw = raw;
  }

  @Override
  public String id() {
    return Optional.ofNullable(texts.get("id")).orElseThrow(() -> new MissingFieldException("/id"));
  }

  @Override
  public String type() {
    return texts.getOrDefault("kind", "");
  }

  @Override
  public Instant time() {
    return Optional.ofNullable(numbers.get("at"))
        .map(Instant::ofEpochSecond)
        .orElseThrow(() -> new MissingFieldException("/at"));
  }

  @Override
  public Optional<String> subject() {
    return Optional.ofNullable(texts.get("meter")).map(name -> "meter/" + name);
  }

  @Override
  public OptionalLong sequence() {
    Long number = numbers.get("number");
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  @Override
  public MeterData data() {
    return data;
  }

  @Override
  public boolean isRecognized() {
    return !(data instanceof MeterData.Unrecognized);
  }

  @Override
  public RawJson raw() {
    return raw;
  }

  @Override
  public List<Deviation> deviations() {
    return isRecognized() ? List.of() : List.of(Deviation.of(Deviation.Kind.UNKNOWN_TYPE, "/kind"));
  }

  @Override
  public String toString() {
    return "MeterEvent[" + type() + "]";
  }
}
