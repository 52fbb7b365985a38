package dev.keyhook.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Event;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** An event has the same subject whether or not its data is deferred. */
class SubjectTest {

  private static List<Event<?>> events(Vendor vendor, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return List.of(vendor.parse(bytes), vendor.deferring().parseUnverified(bytes));
  }

  private static void assertKey(
      String type, String detail, Optional<String> subject, OptionalLong sequence) {
    for (String body :
        List.of(
            "{\"detail-type\":\"" + type + "\",\"detail\":" + detail + "}",
            "{\"detail\":" + detail + ",\"detail-type\":\"" + type + "\"}")) {
      for (Event<?> event : events(Vendor.SMARTPHONE_KEY, body)) {
        assertThat(event.subject()).as(body).isEqualTo(subject);
        assertThat(event.sequence()).as(body).isEqualTo(sequence);
      }
    }
  }

  @Test
  void isTheAggregateOfADomainEventExactlyAsReceived() {
    assertKey(
        "KeyAdded",
        "{\"aggregateType\":\"lock\",\"aggregateId\":\"4321\",\"version\":18,\"data\":{}}",
        Optional.of("lock/4321"),
        OptionalLong.of(18));
    assertKey(
        "DoorOpened",
        "{\"data\":{},\"aggregateId\":4321,\"aggregateType\":\"LockAggregate\"}",
        Optional.of("LockAggregate/4321"),
        OptionalLong.empty());
    assertKey(
        "KeyAdded",
        "{\"aggregateType\":\"L\\u006fck \",\"aggregateId\":\"a/b\",\"version\":\"-1\"}",
        Optional.of("Lock /a/b"),
        OptionalLong.of(-1));
  }

  @Test
  void isEmptyWithoutAWholeAggregate() {
    for (String aggregate :
        List.of(
            "",
            "\"aggregateType\":\"lock\",",
            "\"aggregateId\":\"4321\",",
            "\"aggregateType\":\" \",\"aggregateId\":\"4321\",",
            "\"aggregateType\":\"lock\",\"aggregateId\":\"\",",
            "\"aggregateType\":\"lock\",\"aggregateId\":null,",
            "\"aggregateType\":{},\"aggregateId\":\"4321\",",
            "\"thingName\":\"t-1\",")) {
      for (String type : List.of("KeyAdded", "DoorOpened", "EC2 Instance State-change")) {
        assertKey(
            type,
            "{" + aggregate + "\"version\":3,\"data\":{}}",
            Optional.empty(),
            OptionalLong.empty());
      }
    }
  }

  @Test
  void isTheThingOfAShadowWithoutASequence() {
    assertKey(
        "Shadow Update",
        "{\"thingName\":\"t-1\",\"version\":42,\"deltaState\":\"{}\"}",
        Optional.of("t-1"),
        OptionalLong.empty());
    assertKey(
        "Shadow Update",
        "{\"thingName\":\"t-1\",\"thingName\":7,\"aggregateType\":\"lock\",\"aggregateId\":\"1\"}",
        Optional.of("7"),
        OptionalLong.empty());
    for (String thing : List.of("", "\"thingName\":\" \\t\"", "\"thingName\":null")) {
      assertKey("Shadow Update", "{" + thing + "}", Optional.empty(), OptionalLong.empty());
    }
    assertKey(
        "CustomerCreated",
        "{\"partnerId\":\"acme-corp\",\"version\":1}",
        Optional.empty(),
        OptionalLong.empty());
  }

  @Test
  void isTheLockOfASchlageHomeEvent() {
    for (String device : List.of("\"d-1\"", "\"\\u0064-1\"")) {
      for (Event<?> event :
          events(
              Vendor.SCHLAGE_HOME,
              "{\"deviceId\":" + device + ",\"trigger\":\"DeviceLockStateChanged\",\"data\":{}}")) {
        assertThat(event.subject()).contains("d-1");
        assertThat(event.sequence()).isEmpty();
      }
    }
    for (String device : List.of("null", "\"\"", "\" \"", "{}")) {
      for (Event<?> event :
          events(
              Vendor.SCHLAGE_HOME,
              "{\"deviceId\":" + device + ",\"trigger\":\"UserSignedOut\",\"data\":{}}")) {
        assertThat(event.subject()).isEmpty();
      }
    }
  }
}
