package dev.keyhook.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.List;

/** The alternative with databind: a record for each object. */
final class Records {

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS)
          .build();

  private Records() {}

  /** Returns a reader that maps events of a detail type to nested records. */
  static ObjectReader reader(Class<?> detail) {
    return MAPPER.readerFor(
        MAPPER.getTypeFactory().constructParametricType(Envelope.class, detail));
  }

  /** Returns a reader for Schlage Home's lock events. */
  static ObjectReader schlageReader() {
    return MAPPER.readerFor(SchlageEvent.class);
  }

  record Envelope<D>(
      String version,
      String id,
      @JsonProperty("detail-type") String detailType,
      String source,
      String account,
      Instant time,
      String region,
      List<String> resources,
      D detail) {}

  record ResidentDetail(
      String partnerId,
      String aggregateType,
      String aggregateId,
      long version,
      Instant timestamp,
      Resident data) {}

  record UnknownDetail(
      String partnerId,
      String aggregateType,
      String aggregateId,
      long version,
      Instant timestamp,
      JsonNode data) {}

  record Resident(
      String type,
      long lockId,
      String uuid,
      Instant timestamp,
      String userId,
      String name,
      String email) {}

  record Shadow(
      String thingName,
      String partnerId,
      Long version,
      String reportedState,
      String desiredState,
      String deltaState,
      String metadata) {}

  record SchlageEvent(
      String eventId,
      String deviceId,
      Instant time,
      String eventType,
      String trigger,
      LockState data,
      String version) {}

  record LockState(String lockState) {}
}
