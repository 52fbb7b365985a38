package com.example.intercom;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** An event of an intercom. The id is in the header {@code webhook-id}, not in the body. */
public final class IntercomEvent implements Event<IntercomData> {

  private final Optional<String> id;
  private final String type;
  private final Optional<String> time;
  private final Optional<String> door;
  private final IntercomData data;
  private final RawJson raw;

  IntercomEvent(
      Optional<String> id,
      String type,
      Optional<String> time,
      Optional<String> door,
      IntercomData data,
      RawJson raw) {
    this.id = id;
    this.type = type;
    this.time = time;
    this.door = door;
    this.data = data;
    this.raw = raw;
  }

  @Override
  public String id() {
    return id.orElseThrow(() -> new MissingFieldException("/webhook-id"));
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public Instant time() {
    try {
      return Instant.parse(time.orElse(""));
    } catch (DateTimeParseException e) {
      throw new MissingFieldException("/timestamp");
    }
  }

  @Override
  public Optional<String> subject() {
    return door.map(name -> "door/" + name);
  }

  @Override
  public IntercomData data() {
    return data;
  }

  @Override
  public boolean isRecognized() {
    return !(data instanceof IntercomData.Unrecognized);
  }

  @Override
  public RawJson raw() {
    return raw;
  }

  @Override
  public List<Deviation> deviations() {
    return isRecognized() ? List.of() : List.of(Deviation.of(Deviation.Kind.UNKNOWN_TYPE, "/type"));
  }

  @Override
  public String toString() {
    return "IntercomEvent[" + type + "]";
  }
}
