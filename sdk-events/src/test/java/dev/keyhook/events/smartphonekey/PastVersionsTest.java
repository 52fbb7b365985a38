package dev.keyhook.events.smartphonekey;

import static dev.keyhook.Deviation.Kind.MISSING_FIELD;
import static dev.keyhook.Deviation.Kind.UNKNOWN_FIELD;
import static dev.keyhook.Deviation.Kind.UNKNOWN_VALUE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhook.Deviation;
import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.model.AccessLevel;
import dev.keyhook.events.smartphonekey.model.AccessibleLockAdded;
import dev.keyhook.events.smartphonekey.model.DeviceAdded;
import dev.keyhook.events.smartphonekey.model.DeviceRemoved;
import dev.keyhook.events.smartphonekey.model.DeviceType;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.events.smartphonekey.model.LockCreated;
import dev.keyhook.events.smartphonekey.model.MatterPinSet;
import dev.keyhook.events.smartphonekey.model.ResidentAdded;
import dev.keyhook.events.smartphonekey.model.ResidentRemoved;
import dev.keyhook.events.smartphonekey.model.RtspCameraDeleted;
import dev.keyhook.events.smartphonekey.model.RtspCameraRegistered;
import dev.keyhook.events.smartphonekey.model.RtspCameraUpdated;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import dev.keyhook.events.smartphonekey.model.TempKeyCreated;
import dev.keyhook.events.smartphonekey.model.UserCreated;
import dev.keyhook.events.smartphonekey.model.UserSignup;
import dev.keyhook.events.smartphonekey.model.WalletKeyPrepared;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Bodies in the form of each past version of the vendor's documentation are still read correctly.
 * The dates are those of the versions.
 */
class PastVersionsTest {

  private static SmartphoneKeyEvent domain(String type, String data) {
    return domain(type, "\"lock\"", "1745922600123", data);
  }

  private static SmartphoneKeyEvent domain(
      String type, String aggregateType, String timestamp, String data) {
    return event(
        type,
        "{\"partnerId\":\"acme-corp\",\"aggregateType\":"
            + aggregateType
            + ",\"aggregateId\":\"123\",\"version\":7,\"timestamp\":"
            + timestamp
            + ",\"data\":"
            + data
            + "}");
  }

  private static SmartphoneKeyEvent event(String type, String detail) {
    String body =
        "{\"version\":\"0\",\"id\":\"e-1\",\"detail-type\":\""
            + type
            + "\",\"source\":\"spk.api\",\"account\":\"123456789012\","
            + "\"time\":\"2026-04-30T10:30:01Z\",\"region\":\"eu-west-1\",\"resources\":[],"
            + "\"detail\":"
            + detail
            + "}";
    return SmartphoneKeyEvents.parser().parseUnverified(body.getBytes(UTF_8));
  }

  // The envelope

  @Test
  void readsTheCapitalAggregateTypeOfMarch2026() {
    SmartphoneKeyEvent event =
        domain(
            "KeyAdded",
            "\"Lock\"",
            "1745922600123",
            "{\"lockId\":1,\"uuid\":\"u\","
                + "\"keyUuid\":\"k\",\"timestamp\":\"2026-04-30T10:30:00.123Z\"}");

    assertThat(event.aggregate().orElseThrow().type().value()).isEqualTo("Lock");
    assertThat(event.aggregate().orElseThrow().type().known()).isPresent();
    assertThat(event.deviations()).isEmpty();
  }

  @Test
  void readsTheIsoTimestampOfMay2026() {
    SmartphoneKeyEvent event =
        domain(
            "KeyAdded",
            "\"lock\"",
            "\"2026-04-30T10:30:00.123Z\"",
            "{\"type\":\"KeyAdded\",\"lockId\":1,\"uuid\":\"u\",\"keyUuid\":\"k\","
                + "\"timestamp\":\"2026-04-30T10:30:00.123Z\"}");

    assertThat(event.aggregate().orElseThrow().timestamp())
        .isEqualTo(Instant.parse("2026-04-30T10:30:00.123Z"));
    assertThat(event.deviations())
        .containsExactly(Deviation.of(Deviation.Kind.CONVERTED, "/detail/timestamp"));
  }

  @Test
  void readsDataWithoutItsTypeAsTheStrictSchemaHasIt() {
    SmartphoneKeyEvent event =
        domain(
            "KeyAdded",
            "{\"lockId\":1,\"uuid\":\"u\",\"keyUuid\":\"k\","
                + "\"timestamp\":\"2026-04-30T10:30:00.123Z\"}");

    assertThat(((KeyAdded) event.data()).type()).isEmpty();
    assertThat(event.deviations()).isEmpty();
  }

  @Test
  void readsAbbreviatedSamplesWithThreeFieldsOfTheEnvelope() {
    String body =
        "{\"source\":\"spk.api\",\"detail-type\":\"ResidentAdded\",\"detail\":{\"partnerId\":"
            + "\"acme-corp\",\"aggregateType\":\"lock\",\"aggregateId\":\"a\",\"version\":3,"
            + "\"timestamp\":1745922600123,\"data\":{\"type\":\"ResidentAdded\",\"lockId\":4321,"
            + "\"uuid\":\"u\",\"name\":\"Jane\",\"email\":\"jane@example.com\","
            + "\"timestamp\":\"2026-04-30T10:30:00.123Z\"}}}";
    SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(body.getBytes(UTF_8));

    assertThat(((ResidentAdded) event.data()).lockId()).isEqualTo(4321);
    assertThat(event.source()).isEqualTo("spk.api");
    assertThatExceptionOfType(MissingFieldException.class).isThrownBy(event::id);
  }

  // Residents, until 2026-05-10: no userId, and email required

  @Test
  void readsResidentsWithoutUserIdOfBefore20260510() {
    String data =
        "{\"lockId\":4321,\"uuid\":\"u\",\"name\":\"Jane\",\"email\":\"jane@example.com\","
            + "\"timestamp\":\"2026-04-30T10:30:00.123Z\"}";
    SmartphoneKeyEvent added = domain("ResidentAdded", data);
    SmartphoneKeyEvent removed = domain("ResidentRemoved", data);

    assertThat(((ResidentAdded) added.data()).email()).contains("jane@example.com");
    assertThat(((ResidentAdded) added.data()).name()).isNotNull();
    assertThat(((ResidentRemoved) removed.data()).email()).contains("jane@example.com");
    assertThat(((ResidentAdded) added.data()).userId()).isEmpty();
    assertThat(((ResidentRemoved) removed.data()).userId()).isEmpty();
    assertThat(added.deviations()).isEmpty();
  }

  @Test
  void readsResidentsWithoutEmailOfSince20260510() {
    SmartphoneKeyEvent event =
        domain(
            "ResidentAdded",
            "{\"lockId\":4321,\"uuid\":\"u\",\"userId\":\"user-1\",\"name\":\"Jane\","
                + "\"timestamp\":\"2026-04-30T10:30:00.123Z\"}");

    assertThat(((ResidentAdded) event.data()).email()).isEmpty();
    assertThat(((ResidentAdded) event.data()).userId()).contains("user-1");
    assertThat(event.deviations()).isEmpty();
  }

  // Users, until 2026-06-25: names, email, phone number

  @Test
  void readsUserCreatedWithNamesEmailAndPhoneOfBefore20260625() {
    SmartphoneKeyEvent event =
        domain(
            "UserCreated",
            "\"user\"",
            "1745922600123",
            "{\"userId\":\"user-1\",\"status\":\"ACTIVE\",\"email\":\"jane@example.com\","
                + "\"firstName\":\"Jane\",\"lastName\":\"Eyre\",\"phoneNumber\":\"+44123\"}");
    UserCreated user = (UserCreated) event.data();

    assertThat(user.userId()).isEqualTo("user-1");
    assertThat(user.status().value()).isEqualTo("ACTIVE");
    assertThat(event.raw().text()).contains("jane@example.com", "+44123");
    assertThat(user.email()).contains("jane@example.com");
    assertThat(user.firstName()).contains("Jane");
    assertThat(user.lastName()).contains("Eyre");
    assertThat(user.phoneNumber()).contains("+44123");
    assertThat(event.deviations()).isEmpty();
  }

  @Test
  void readsUserCreatedWithUserIdAndStatusOnlyOfSince20260625() {
    SmartphoneKeyEvent event =
        domain(
            "UserCreated",
            "\"user\"",
            "1745922600123",
            "{\"userId\":\"user-1\",\"status\":\"SUSPENDED\"}");

    assertThat(((UserCreated) event.data()).email()).isEmpty();
    assertThat(event.deviations()).isEmpty();
  }

  @Test
  void readsTheLowerCaseStatusOfMarch2026() {
    SmartphoneKeyEvent event =
        domain("UserCreated", "{\"userId\":\"user-1\",\"status\":\"active\"}");

    assertThat(((UserCreated) event.data()).status().value()).isEqualTo("active");
    assertThat(((UserCreated) event.data()).status().known()).map(Enum::name).contains("ACTIVE");
    assertThat(event.deviations()).isEmpty();
  }

  // RTSP cameras: four shapes between 2026-05-15 and 2026-07-27

  @Test
  void readsRtspCameraRegisteredOf20260515() {
    SmartphoneKeyEvent event =
        domain(
            "RtspCameraRegistered",
            "\"rtsp-camera\"",
            "1745922600123",
            "{\"rtspCameraId\":\"c-1\",\"name\":\"Garage\",\"rtspUrl\":\"rtsp://c/\","
                + "\"username\":\"u\",\"httpSnapshotUrl\":\"http://c/\",\"ownerId\":\"o\","
                + "\"orgId\":\"acme-corp\",\"createdAt\":\"2026-05-16T09:15:00.915Z\"}");
    RtspCameraRegistered camera = (RtspCameraRegistered) event.data();

    assertThat(camera.rtspCameraId()).contains("c-1");
    assertThat(camera.cameraId()).isEmpty();
    assertThat(camera.rtspUrl()).contains("rtsp://c/");
    assertThat(camera.name()).isEqualTo("Garage");
    assertThat(event.deviations()).isEmpty();
  }

  @Test
  void readsRtspCameraRegisteredOf20260618() {
    SmartphoneKeyEvent event =
        domain(
            "RtspCameraRegistered",
            "{\"cameraId\":\"c-1\",\"name\":\"Garage\",\"rtspUrl\":\"rtsp://c/\","
                + "\"rtspHash\":\"h\",\"streamId\":\"s\",\"username\":\"u\",\"password\":\"p\","
                + "\"createdAt\":\"2026-06-19T09:15:00.915Z\"}");
    RtspCameraRegistered camera = (RtspCameraRegistered) event.data();

    assertThat(camera.cameraId()).contains("c-1");
    assertThat(camera.rtspHash()).contains("h");
    assertThat(camera.streamId()).contains("s");
    assertThat(camera.password()).contains("p");
    assertThat(event.deviations()).isEmpty();
  }

  @Test
  void readsRtspCameraRegisteredOf20260727() {
    SmartphoneKeyEvent event =
        domain(
            "RtspCameraRegistered",
            "{\"cameraId\":\"c-1\",\"name\":\"Garage\",\"rtspHash\":\"h\",\"streamId\":\"s\","
                + "\"placementMode\":\"async\",\"createdAt\":\"2026-07-28T09:15:00.915Z\"}");
    RtspCameraRegistered camera = (RtspCameraRegistered) event.data();

    assertThat(camera.rtspUrl()).isEmpty();
    assertThat(camera.placementMode()).map(Object::toString).contains("async");
    assertThat(event.deviations()).isEmpty();
  }

  @Test
  void readsRtspCameraDeletedUnderBothNamesOfItsCamera() {
    SmartphoneKeyEvent before =
        domain(
            "RtspCameraDeleted",
            "{\"rtspCameraId\":\"c-1\",\"deletedAt\":\"2026-05-30T12:00:00.120Z\","
                + "\"deletedBy\":\"u\"}");
    SmartphoneKeyEvent since =
        domain(
            "RtspCameraDeleted",
            "{\"cameraId\":\"c-1\",\"deletedAt\":\"2026-06-30T12:00:00.120Z\",\"deletedBy\":\"u\"}");

    assertThat(((RtspCameraDeleted) before.data()).rtspCameraId()).contains("c-1");
    assertThat(((RtspCameraDeleted) since.data()).cameraId()).contains("c-1");
    assertThat(before.deviations()).isEmpty();
    assertThat(since.deviations()).isEmpty();
  }

  @Test
  void readsRtspCameraUpdatedWithAndWithoutSourceChanged() {
    SmartphoneKeyEvent before =
        domain(
            "RtspCameraUpdated",
            "{\"cameraId\":\"c-1\",\"updatedAt\":\"2026-06-20T12:00:00.120Z\"}");
    SmartphoneKeyEvent since =
        domain(
            "RtspCameraUpdated",
            "{\"cameraId\":\"c-1\",\"sourceChanged\":true,"
                + "\"updatedAt\":\"2026-07-28T12:00:00.120Z\"}");

    assertThat(((RtspCameraUpdated) before.data()).sourceChanged()).isEmpty();
    assertThat(((RtspCameraUpdated) since.data()).sourceChanged()).contains(true);
    assertThat(before.deviations()).isEmpty();
    assertThat(since.deviations()).isEmpty();
  }

  // Devices, since 2026-05-15 with rtsp-camera

  @Test
  void readsDevicesThatAreRtspCameras() {
    SmartphoneKeyEvent added =
        domain(
            "DeviceAdded",
            "{\"deviceId\":\"d-1\",\"deviceType\":\"rtsp-camera\",\"userId\":\"u\",\"orgId\":\"o\","
                + "\"addedBy\":\"u\",\"addedAt\":\"2026-05-16T09:15:00.915Z\"}");
    SmartphoneKeyEvent removed =
        domain(
            "DeviceRemoved",
            "{\"deviceId\":\"d-1\",\"deviceType\":\"rtsp-camera\",\"userId\":\"u\",\"orgId\":\"o\","
                + "\"removedBy\":\"u\",\"removedAt\":\"2026-05-16T09:15:00.915Z\"}");

    assertThat(((DeviceAdded) added.data()).deviceType()).isEqualTo(DeviceType.RTSP_CAMERA);
    assertThat(((DeviceRemoved) removed.data()).deviceType()).isEqualTo(DeviceType.RTSP_CAMERA);
  }

  // The hand-written description of March 2026

  @Test
  void readsTheAccessLevelsOfMarch2026() {
    SmartphoneKeyEvent event =
        domain(
            "AccessibleLockAdded",
            "{\"userId\":\"u\",\"lockId\":\"123\",\"lockName\":\"Front\",\"accessLevel\":\"owner\","
                + "\"grantedBy\":\"g\"}");
    AccessibleLockAdded added = (AccessibleLockAdded) event.data();

    assertThat(added.lockId()).isEqualTo("123");
    assertThat(added.accessLevel().known()).contains(AccessLevel.Known.OWNER);
    assertThat(event.deviations()).isEmpty();
  }

  @Test
  void readsTheAccessModesOfMarch2026() {
    for (String mode : new String[] {"once", "always", "scheduled"}) {
      SmartphoneKeyEvent event =
          domain(
              "TempKeyCreated",
              "{\"tempKeyUuid\":\"t\",\"lockId\":1,\"lockUuid\":\"u\",\"accessMode\":\""
                  + mode
                  + "\",\"validFrom\":\"2026-05-02T10:00:00.000Z\","
                  + "\"validUntil\":\"2026-05-09T10:00:00.000Z\",\"maxUses\":null,"
                  + "\"allowedUserIds\":[],\"createdBy\":\"c\","
                  + "\"timestamp\":\"2026-05-01T14:05:09.205Z\"}");

      assertThat(((TempKeyCreated) event.data()).accessMode().isKnown()).as(mode).isTrue();
      assertThat(((TempKeyCreated) event.data()).isMaxUsesNull()).isTrue();
      assertThat(event.deviations()).isEmpty();
    }
  }

  @Test
  void readsTheWalletTypesOfMarch2026() {
    SmartphoneKeyEvent event =
        domain(
            "WalletKeyPrepared",
            "{\"userId\":\"u\",\"preparedKeyId\":\"p\",\"keyIndex\":4,\"walletType\":\"apple\","
                + "\"deviceId\":\"d\"}");

    assertThat(((WalletKeyPrepared) event.data()).walletType().isKnown()).isTrue();
  }

  @Test
  void readsLockCreatedWithTheNullsOfTheCatalog() {
    SmartphoneKeyEvent event =
        domain(
            "LockCreated",
            "{\"type\":\"LockCreated\",\"lockId\":4321,\"uuid\":\"u\",\"serialNumber\":null,"
                + "\"keys\":null,\"ownerId\":null,\"timestamp\":\"2026-04-30T10:30:00.123Z\","
                + "\"thingName\":null,\"thingArn\":null}");

    assertThat(((LockCreated) event.data()).keys()).isEmpty();
    assertThat(event.deviations()).isEmpty();
  }

  @Test
  void readsMatterPinsWhoseTimeIsANumberAndWouldReadAText() {
    for (String timestamp : new String[] {"1782123456789", "\"2026-06-22T10:17:36.789Z\""}) {
      SmartphoneKeyEvent event =
          domain(
              "MatterPinSet",
              "{\"deviceId\":\"d\",\"userIndex\":1,\"credentialIndex\":1,\"timestamp\":"
                  + timestamp
                  + "}");

      assertThat(((MatterPinSet) event.data()).timestamp())
          .isEqualTo(Instant.ofEpochMilli(1782123456789L));
    }
  }

  // Shadow Update: object, then text, then null

  @Test
  void readsTheDesiredStateInAllItsForms() {
    for (String desired : new String[] {"{\"1/257/0\":1}", "\"{\\\"1/257/0\\\":1}\""}) {
      SmartphoneKeyEvent event =
          event(
              "Shadow Update",
              "{\"thingName\":\"t\",\"partnerId\":\"acme-corp\",\"version\":1,"
                  + "\"reportedState\":\"{}\",\"desiredState\":"
                  + desired
                  + ",\"deltaState\":\"{}\",\"metadata\":\"{}\"}");

      assertThat(((ShadowUpdate) event.data()).desiredState().orElseThrow().text())
          .isEqualTo("{\"1/257/0\":1}");
      assertThat(event.deviations()).isEmpty();
    }
  }

  @Test
  void readsUserSignupInTheOtherShapeThatOnePageShows() {
    SmartphoneKeyEvent event =
        event("UserSignup", "{\"data\":{\"user_name\":\"jane\",\"user_id\":\"auth0|1\"}}");

    assertThatExceptionOfType(MissingFieldException.class)
        .isThrownBy(((UserSignup) event.data())::userId)
        .satisfies(missing -> assertThat(missing.pointer()).isEqualTo("/detail/user_id"));
    assertThat(event.raw().text()).contains("auth0|1");
    assertThat(event.deviations())
        .containsExactlyInAnyOrder(
            Deviation.of(UNKNOWN_FIELD, "/detail/data"),
            Deviation.of(MISSING_FIELD, "/detail/user_id"),
            Deviation.of(MISSING_FIELD, "/detail/email"));
  }

  @Test
  void doesNotMapTheKebabCaseNamesThatMatchedNothing() {
    for (String type :
        new String[] {"device.added", "key.created", "lock.opened", "access-control.changed"}) {
      SmartphoneKeyEvent event = domain(type, "{\"lockId\":1}");

      assertThat(event.isRecognized()).isFalse();
      assertThat(event.deviations())
          .containsExactly(Deviation.of(Deviation.Kind.UNKNOWN_TYPE, "/detail-type"));
    }
  }

  @Test
  void readsWhatAFutureVersionMayChange() {
    SmartphoneKeyEvent event =
        domain(
            "AccessibleLockAdded",
            "{\"userId\":\"u\",\"lockId\":123,\"accessLevel\":\"CARETAKER\","
                + "\"accessLevels\":[\"CARETAKER\"]}");

    assertThat(((AccessibleLockAdded) event.data()).lockId()).isEqualTo("123");
    assertThat(event.deviations())
        .contains(
            Deviation.of(UNKNOWN_VALUE, "/detail/data/accessLevel"),
            Deviation.of(UNKNOWN_FIELD, "/detail/data/accessLevels"));
  }
}
