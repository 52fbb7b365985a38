package dev.keyhook.benchmarks.first;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;

/** Without an SDK: compares the secret, then parses into records with databind. */
public final class FirstDatabind {

  private FirstDatabind() {}

  /**
   * Runs it.
   *
   * @param args the body's file, the header with the credential, the secret
   */
  public static void main(String[] args) throws IOException {
    byte[] body = Files.readAllBytes(Path.of(args[0]));
    String expected = "Bearer " + args[2];
    if (!MessageDigest.isEqual(expected.getBytes(US_ASCII), args[1].getBytes(US_ASCII))) {
      throw new IllegalArgumentException("wrong secret");
    }
    JsonMapper mapper =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .build();
    System.out.println(mapper.readValue(body, Envelope.class).detail().data().name());
  }

  record Envelope(
      String version,
      String id,
      @JsonProperty("detail-type") String detailType,
      String source,
      String account,
      Instant time,
      String region,
      List<String> resources,
      Detail detail) {}

  record Detail(
      String partnerId,
      String aggregateType,
      String aggregateId,
      long version,
      Instant timestamp,
      Resident data) {}

  record Resident(
      String type,
      long lockId,
      String uuid,
      Instant timestamp,
      String userId,
      String name,
      String email) {}
}
