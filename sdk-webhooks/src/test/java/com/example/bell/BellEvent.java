package com.example.bell;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event of the vendor. */
public record BellEvent(
    String type,
    @Nullable String nullableId,
    String site,
    BellData data,
    RawJson raw,
    List<Deviation> deviations)
    implements Event<BellData> {

  @Override
  public String id() {
    if (nullableId == null) {
      throw new MissingFieldException("/id");
    }
    return nullableId;
  }

  @Override
  public Instant time() {
    throw new MissingFieldException("/time");
  }

  @Override
  public Optional<String> subject() {
    return Optional.empty();
  }

  @Override
  public boolean isRecognized() {
    return !(data instanceof BellData.Other);
  }
}
