package dev.keyhook.subscriptions.smartphonekey;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The name of an event type that a webhook can be subscribed to: a {@code detail-type}.
 *
 * <p>An open vocabulary of the 90 names in the vendor's pages and schemas (2026-11-24). The admin
 * API checks names against a list of its own, so a newer name from {@link #of(String)} may be
 * valid. Two names with the same text are equal. Immutable.
 */
public final class SmartphoneKeyEventName {

  /**
   * Whether events of a type are delivered. Later versions may add constants: a {@code switch}
   * needs a {@code default}.
   */
  public enum Delivery {
    /** The vendor's list of delivered types has it (webhooks page, 2026-05-29). */
    PROMISED,
    /** The vendor's schemas have it, but its list of delivered types does not. */
    NOT_CONFIRMED,
    /** The vendor accepts it in a subscription, but never delivers it. */
    NEVER,
    /** This version does not know the name. */
    UNKNOWN
  }

  /** {@code LockCreated}. */
  public static final SmartphoneKeyEventName LOCK_CREATED =
      new SmartphoneKeyEventName("LockCreated", Delivery.PROMISED);

  /** {@code OwnerSet}. */
  public static final SmartphoneKeyEventName OWNER_SET =
      new SmartphoneKeyEventName("OwnerSet", Delivery.PROMISED);

  /** {@code OrganizationSet}. */
  public static final SmartphoneKeyEventName ORGANIZATION_SET =
      new SmartphoneKeyEventName("OrganizationSet", Delivery.PROMISED);

  /** {@code KeyAdded}. */
  public static final SmartphoneKeyEventName KEY_ADDED =
      new SmartphoneKeyEventName("KeyAdded", Delivery.PROMISED);

  /** {@code KeyRemoved}. */
  public static final SmartphoneKeyEventName KEY_REMOVED =
      new SmartphoneKeyEventName("KeyRemoved", Delivery.PROMISED);

  /** {@code KeyWriteRequested}. */
  public static final SmartphoneKeyEventName KEY_WRITE_REQUESTED =
      new SmartphoneKeyEventName("KeyWriteRequested", Delivery.PROMISED);

  /** {@code LockOpenRequested}. */
  public static final SmartphoneKeyEventName LOCK_OPEN_REQUESTED =
      new SmartphoneKeyEventName("LockOpenRequested", Delivery.PROMISED);

  /** {@code LockOpenConfirmed}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName LOCK_OPEN_CONFIRMED =
      new SmartphoneKeyEventName("LockOpenConfirmed", Delivery.NOT_CONFIRMED);

  /** {@code LockOpenUnconfirmed}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName LOCK_OPEN_UNCONFIRMED =
      new SmartphoneKeyEventName("LockOpenUnconfirmed", Delivery.NOT_CONFIRMED);

  /** {@code ResidentAdded}. */
  public static final SmartphoneKeyEventName RESIDENT_ADDED =
      new SmartphoneKeyEventName("ResidentAdded", Delivery.PROMISED);

  /** {@code ResidentRemoved}. */
  public static final SmartphoneKeyEventName RESIDENT_REMOVED =
      new SmartphoneKeyEventName("ResidentRemoved", Delivery.PROMISED);

  /** {@code LockUuidChanged}. */
  public static final SmartphoneKeyEventName LOCK_UUID_CHANGED =
      new SmartphoneKeyEventName("LockUuidChanged", Delivery.PROMISED);

  /** {@code UserCreated}. */
  public static final SmartphoneKeyEventName USER_CREATED =
      new SmartphoneKeyEventName("UserCreated", Delivery.PROMISED);

  /** {@code ProfileUpdated}. */
  public static final SmartphoneKeyEventName PROFILE_UPDATED =
      new SmartphoneKeyEventName("ProfileUpdated", Delivery.PROMISED);

  /** {@code UserPhoneNumberUpdated}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName USER_PHONE_NUMBER_UPDATED =
      new SmartphoneKeyEventName("UserPhoneNumberUpdated", Delivery.NOT_CONFIRMED);

  /** {@code UserEmailUpdated}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName USER_EMAIL_UPDATED =
      new SmartphoneKeyEventName("UserEmailUpdated", Delivery.NOT_CONFIRMED);

  /** {@code PhysicalKeyAdded}. */
  public static final SmartphoneKeyEventName PHYSICAL_KEY_ADDED =
      new SmartphoneKeyEventName("PhysicalKeyAdded", Delivery.PROMISED);

  /** {@code PhysicalKeyRemoved}. */
  public static final SmartphoneKeyEventName PHYSICAL_KEY_REMOVED =
      new SmartphoneKeyEventName("PhysicalKeyRemoved", Delivery.PROMISED);

  /** {@code PhysicalKeyAssigned}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName PHYSICAL_KEY_ASSIGNED =
      new SmartphoneKeyEventName("PhysicalKeyAssigned", Delivery.NOT_CONFIRMED);

  /** {@code WalletKeyPrepared}. */
  public static final SmartphoneKeyEventName WALLET_KEY_PREPARED =
      new SmartphoneKeyEventName("WalletKeyPrepared", Delivery.PROMISED);

  /** {@code WalletKeyCommitted}. */
  public static final SmartphoneKeyEventName WALLET_KEY_COMMITTED =
      new SmartphoneKeyEventName("WalletKeyCommitted", Delivery.PROMISED);

  /** {@code WalletKeyRolledBack}. */
  public static final SmartphoneKeyEventName WALLET_KEY_ROLLED_BACK =
      new SmartphoneKeyEventName("WalletKeyRolledBack", Delivery.PROMISED);

  /** {@code WalletKeyRemoved}. */
  public static final SmartphoneKeyEventName WALLET_KEY_REMOVED =
      new SmartphoneKeyEventName("WalletKeyRemoved", Delivery.PROMISED);

  /** {@code WalletKeyAdded}. */
  public static final SmartphoneKeyEventName WALLET_KEY_ADDED =
      new SmartphoneKeyEventName("WalletKeyAdded", Delivery.PROMISED);

  /** {@code AccessibleLockAdded}. */
  public static final SmartphoneKeyEventName ACCESSIBLE_LOCK_ADDED =
      new SmartphoneKeyEventName("AccessibleLockAdded", Delivery.PROMISED);

  /** {@code AccessibleLockRemoved}. */
  public static final SmartphoneKeyEventName ACCESSIBLE_LOCK_REMOVED =
      new SmartphoneKeyEventName("AccessibleLockRemoved", Delivery.PROMISED);

  /** {@code UserSuspended}. */
  public static final SmartphoneKeyEventName USER_SUSPENDED =
      new SmartphoneKeyEventName("UserSuspended", Delivery.PROMISED);

  /** {@code UserReactivated}. */
  public static final SmartphoneKeyEventName USER_REACTIVATED =
      new SmartphoneKeyEventName("UserReactivated", Delivery.PROMISED);

  /** {@code LicensePlateAdded}. */
  public static final SmartphoneKeyEventName LICENSE_PLATE_ADDED =
      new SmartphoneKeyEventName("LicensePlateAdded", Delivery.PROMISED);

  /** {@code LicensePlateRemoved}. */
  public static final SmartphoneKeyEventName LICENSE_PLATE_REMOVED =
      new SmartphoneKeyEventName("LicensePlateRemoved", Delivery.PROMISED);

  /** {@code DeviceAdded}. */
  public static final SmartphoneKeyEventName DEVICE_ADDED =
      new SmartphoneKeyEventName("DeviceAdded", Delivery.PROMISED);

  /** {@code DeviceRemoved}. */
  public static final SmartphoneKeyEventName DEVICE_REMOVED =
      new SmartphoneKeyEventName("DeviceRemoved", Delivery.PROMISED);

  /** {@code DevicePushMutedUpdated}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName DEVICE_PUSH_MUTED_UPDATED =
      new SmartphoneKeyEventName("DevicePushMutedUpdated", Delivery.NOT_CONFIRMED);

  /** {@code HubProvisioned}. */
  public static final SmartphoneKeyEventName HUB_PROVISIONED =
      new SmartphoneKeyEventName("HubProvisioned", Delivery.PROMISED);

  /** {@code HubClaimed}. */
  public static final SmartphoneKeyEventName HUB_CLAIMED =
      new SmartphoneKeyEventName("HubClaimed", Delivery.PROMISED);

  /** {@code HubReClaimed}. */
  public static final SmartphoneKeyEventName HUB_RECLAIMED =
      new SmartphoneKeyEventName("HubReClaimed", Delivery.PROMISED);

  /** {@code HubRoleSet}. */
  public static final SmartphoneKeyEventName HUB_ROLE_SET =
      new SmartphoneKeyEventName("HubRoleSet", Delivery.PROMISED);

  /** {@code HubSuspended}. */
  public static final SmartphoneKeyEventName HUB_SUSPENDED =
      new SmartphoneKeyEventName("HubSuspended", Delivery.PROMISED);

  /** {@code HubDecommissioned}. */
  public static final SmartphoneKeyEventName HUB_DECOMMISSIONED =
      new SmartphoneKeyEventName("HubDecommissioned", Delivery.PROMISED);

  /** {@code MigrationStarted}. */
  public static final SmartphoneKeyEventName MIGRATION_STARTED =
      new SmartphoneKeyEventName("MigrationStarted", Delivery.PROMISED);

  /** {@code DeviceMigrationStatusUpdated}. */
  public static final SmartphoneKeyEventName DEVICE_MIGRATION_STATUS_UPDATED =
      new SmartphoneKeyEventName("DeviceMigrationStatusUpdated", Delivery.PROMISED);

  /** {@code MigrationCompleted}. */
  public static final SmartphoneKeyEventName MIGRATION_COMPLETED =
      new SmartphoneKeyEventName("MigrationCompleted", Delivery.PROMISED);

  /** {@code CameraRegistered}. */
  public static final SmartphoneKeyEventName CAMERA_REGISTERED =
      new SmartphoneKeyEventName("CameraRegistered", Delivery.PROMISED);

  /** {@code CameraUpdated}. */
  public static final SmartphoneKeyEventName CAMERA_UPDATED =
      new SmartphoneKeyEventName("CameraUpdated", Delivery.PROMISED);

  /** {@code CameraDisabled}. */
  public static final SmartphoneKeyEventName CAMERA_DISABLED =
      new SmartphoneKeyEventName("CameraDisabled", Delivery.PROMISED);

  /** {@code CameraDeleted}. */
  public static final SmartphoneKeyEventName CAMERA_DELETED =
      new SmartphoneKeyEventName("CameraDeleted", Delivery.PROMISED);

  /** {@code CameraLinkedToLock}. */
  public static final SmartphoneKeyEventName CAMERA_LINKED_TO_LOCK =
      new SmartphoneKeyEventName("CameraLinkedToLock", Delivery.PROMISED);

  /** {@code CameraUnlinkedFromLock}. */
  public static final SmartphoneKeyEventName CAMERA_UNLINKED_FROM_LOCK =
      new SmartphoneKeyEventName("CameraUnlinkedFromLock", Delivery.PROMISED);

  /** {@code CameraRoleCreated}. */
  public static final SmartphoneKeyEventName CAMERA_ROLE_CREATED =
      new SmartphoneKeyEventName("CameraRoleCreated", Delivery.PROMISED);

  /** {@code CameraRoleDeleted}. */
  public static final SmartphoneKeyEventName CAMERA_ROLE_DELETED =
      new SmartphoneKeyEventName("CameraRoleDeleted", Delivery.PROMISED);

  /** {@code CameraRoleUserAssigned}. */
  public static final SmartphoneKeyEventName CAMERA_ROLE_USER_ASSIGNED =
      new SmartphoneKeyEventName("CameraRoleUserAssigned", Delivery.PROMISED);

  /** {@code CameraRoleUserRemoved}. */
  public static final SmartphoneKeyEventName CAMERA_ROLE_USER_REMOVED =
      new SmartphoneKeyEventName("CameraRoleUserRemoved", Delivery.PROMISED);

  /** {@code CameraRoleCameraAssigned}. */
  public static final SmartphoneKeyEventName CAMERA_ROLE_CAMERA_ASSIGNED =
      new SmartphoneKeyEventName("CameraRoleCameraAssigned", Delivery.PROMISED);

  /** {@code CameraRoleCameraRemoved}. */
  public static final SmartphoneKeyEventName CAMERA_ROLE_CAMERA_REMOVED =
      new SmartphoneKeyEventName("CameraRoleCameraRemoved", Delivery.PROMISED);

  /** {@code RtspCameraRegistered}. */
  public static final SmartphoneKeyEventName RTSP_CAMERA_REGISTERED =
      new SmartphoneKeyEventName("RtspCameraRegistered", Delivery.PROMISED);

  /** {@code RtspCameraUpdated}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName RTSP_CAMERA_UPDATED =
      new SmartphoneKeyEventName("RtspCameraUpdated", Delivery.NOT_CONFIRMED);

  /** {@code RtspCameraDeleted}. */
  public static final SmartphoneKeyEventName RTSP_CAMERA_DELETED =
      new SmartphoneKeyEventName("RtspCameraDeleted", Delivery.PROMISED);

  /** {@code RtspCameraAccessGranted}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName RTSP_CAMERA_ACCESS_GRANTED =
      new SmartphoneKeyEventName("RtspCameraAccessGranted", Delivery.NOT_CONFIRMED);

  /** {@code RtspCameraAccessRevoked}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName RTSP_CAMERA_ACCESS_REVOKED =
      new SmartphoneKeyEventName("RtspCameraAccessRevoked", Delivery.NOT_CONFIRMED);

  /** {@code RtspCameraStreamStarted}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName RTSP_CAMERA_STREAM_STARTED =
      new SmartphoneKeyEventName("RtspCameraStreamStarted", Delivery.NOT_CONFIRMED);

  /** {@code RtspCameraStreamStopped}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName RTSP_CAMERA_STREAM_STOPPED =
      new SmartphoneKeyEventName("RtspCameraStreamStopped", Delivery.NOT_CONFIRMED);

  /** {@code RtspCameraPlaced}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName RTSP_CAMERA_PLACED =
      new SmartphoneKeyEventName("RtspCameraPlaced", Delivery.NOT_CONFIRMED);

  /** {@code RtspCameraPlacementFailed}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName RTSP_CAMERA_PLACEMENT_FAILED =
      new SmartphoneKeyEventName("RtspCameraPlacementFailed", Delivery.NOT_CONFIRMED);

  /** {@code RtspCameraRecordingConfigured}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName RTSP_CAMERA_RECORDING_CONFIGURED =
      new SmartphoneKeyEventName("RtspCameraRecordingConfigured", Delivery.NOT_CONFIRMED);

  /** {@code RtspCameraRecordingsPurgeRequested}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName RTSP_CAMERA_RECORDINGS_PURGE_REQUESTED =
      new SmartphoneKeyEventName("RtspCameraRecordingsPurgeRequested", Delivery.NOT_CONFIRMED);

  /** {@code RtspCameraRecordingsPurged}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName RTSP_CAMERA_RECORDINGS_PURGED =
      new SmartphoneKeyEventName("RtspCameraRecordingsPurged", Delivery.NOT_CONFIRMED);

  /** {@code RtspCameraRuntimeStatusChanged}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName RTSP_CAMERA_RUNTIME_STATUS_CHANGED =
      new SmartphoneKeyEventName("RtspCameraRuntimeStatusChanged", Delivery.NOT_CONFIRMED);

  /** {@code VideoWorkerStarted}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName VIDEO_WORKER_STARTED =
      new SmartphoneKeyEventName("VideoWorkerStarted", Delivery.NOT_CONFIRMED);

  /** {@code TempKeyCreated}. */
  public static final SmartphoneKeyEventName TEMP_KEY_CREATED =
      new SmartphoneKeyEventName("TempKeyCreated", Delivery.PROMISED);

  /** {@code TempKeyUsed}. */
  public static final SmartphoneKeyEventName TEMP_KEY_USED =
      new SmartphoneKeyEventName("TempKeyUsed", Delivery.PROMISED);

  /** {@code TempKeyUpdated}. */
  public static final SmartphoneKeyEventName TEMP_KEY_UPDATED =
      new SmartphoneKeyEventName("TempKeyUpdated", Delivery.PROMISED);

  /** {@code TempKeyDeleted}. */
  public static final SmartphoneKeyEventName TEMP_KEY_DELETED =
      new SmartphoneKeyEventName("TempKeyDeleted", Delivery.PROMISED);

  /** {@code MatterDeviceCreated}. */
  public static final SmartphoneKeyEventName MATTER_DEVICE_CREATED =
      new SmartphoneKeyEventName("MatterDeviceCreated", Delivery.PROMISED);

  /**
   * {@code ReportedShadowUpdated}.
   *
   * @deprecated it may be named in a subscription, but is never delivered; use {@link
   *     #SHADOW_UPDATE}, which tells of the same changes
   */
  @Deprecated
  public static final SmartphoneKeyEventName REPORTED_SHADOW_UPDATED =
      new SmartphoneKeyEventName("ReportedShadowUpdated", Delivery.NEVER);

  /**
   * {@code DesiredShadowUpdated}.
   *
   * @deprecated it may be named in a subscription, but is never delivered; use {@link
   *     #SHADOW_UPDATE}, which tells of the same changes
   */
  @Deprecated
  public static final SmartphoneKeyEventName DESIRED_SHADOW_UPDATED =
      new SmartphoneKeyEventName("DesiredShadowUpdated", Delivery.NEVER);

  /** {@code MatterPinSet}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName MATTER_PIN_SET =
      new SmartphoneKeyEventName("MatterPinSet", Delivery.NOT_CONFIRMED);

  /** {@code MatterPinCleared}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName MATTER_PIN_CLEARED =
      new SmartphoneKeyEventName("MatterPinCleared", Delivery.NOT_CONFIRMED);

  /** {@code AppPinSendRequested}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName APP_PIN_SEND_REQUESTED =
      new SmartphoneKeyEventName("AppPinSendRequested", Delivery.NOT_CONFIRMED);

  /** {@code AppPinShadowWriteFailed}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName APP_PIN_SHADOW_WRITE_FAILED =
      new SmartphoneKeyEventName("AppPinShadowWriteFailed", Delivery.NOT_CONFIRMED);

  /** {@code AppPinAcked}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName APP_PIN_ACKED =
      new SmartphoneKeyEventName("AppPinAcked", Delivery.NOT_CONFIRMED);

  /** {@code AppPinClearRequested}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName APP_PIN_CLEAR_REQUESTED =
      new SmartphoneKeyEventName("AppPinClearRequested", Delivery.NOT_CONFIRMED);

  /** {@code AppPinGaveUp}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName APP_PIN_GAVE_UP =
      new SmartphoneKeyEventName("AppPinGaveUp", Delivery.NOT_CONFIRMED);

  /** {@code AppPinRedriven}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName APP_PIN_REDRIVEN =
      new SmartphoneKeyEventName("AppPinRedriven", Delivery.NOT_CONFIRMED);

  /** {@code AppPinRetired}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName APP_PIN_RETIRED =
      new SmartphoneKeyEventName("AppPinRetired", Delivery.NOT_CONFIRMED);

  /** {@code AppPinDeliveryFailed}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName APP_PIN_DELIVERY_FAILED =
      new SmartphoneKeyEventName("AppPinDeliveryFailed", Delivery.NOT_CONFIRMED);

  /** {@code AlarmTriggered}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName ALARM_TRIGGERED =
      new SmartphoneKeyEventName("AlarmTriggered", Delivery.NOT_CONFIRMED);

  /** {@code AlarmCleared}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName ALARM_CLEARED =
      new SmartphoneKeyEventName("AlarmCleared", Delivery.NOT_CONFIRMED);

  /** {@code CustomerCreated}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName CUSTOMER_CREATED =
      new SmartphoneKeyEventName("CustomerCreated", Delivery.NOT_CONFIRMED);

  /** {@code UserSignup}; delivery is not confirmed. */
  public static final SmartphoneKeyEventName USER_SIGNUP =
      new SmartphoneKeyEventName("UserSignup", Delivery.NOT_CONFIRMED);

  /** {@code Shadow Update}. */
  public static final SmartphoneKeyEventName SHADOW_UPDATE =
      new SmartphoneKeyEventName("Shadow Update", Delivery.PROMISED);

  private static final Map<String, SmartphoneKeyEventName> KNOWN = index();

  private final String value;
  private final Delivery delivery;

  private SmartphoneKeyEventName(String value, Delivery delivery) {
    this.value = value;
    this.delivery = delivery;
  }

  /**
   * Returns the event type of this name, known or not.
   *
   * @param value exactly as the vendor writes it, such as {@code KeyAdded} or {@code Shadow Update}
   * @throws IllegalArgumentException if it is blank, or {@code *}, which is no name but {@link
   *     EventSelection#everything()}
   */
  public static SmartphoneKeyEventName of(String value) {
    SmartphoneKeyEventName known = KNOWN.get(value);
    if (known != null) {
      return known;
    }
    if (value.isBlank() || value.equals("*")) {
      throw new IllegalArgumentException(
          "Not the name of an event type; for all of them use EventSelection.everything()");
    }
    return new SmartphoneKeyEventName(value, Delivery.UNKNOWN);
  }

  /** Returns all names that this version knows, in alphabetical order. */
  public static List<SmartphoneKeyEventName> known() {
    return List.copyOf(KNOWN.values());
  }

  /** Returns the name exactly as the vendor writes it. */
  public String value() {
    return value;
  }

  /** Returns whether this version knows the name. */
  public boolean isKnown() {
    return delivery != Delivery.UNKNOWN;
  }

  /** Returns whether events of this type are delivered, according to the vendor's pages. */
  public Delivery delivery() {
    return delivery;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SmartphoneKeyEventName that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return value;
  }

  @SuppressWarnings("deprecation") // of() must find what may be named
  private static Map<String, SmartphoneKeyEventName> index() {
    Map<String, SmartphoneKeyEventName> index = new TreeMap<>();
    for (SmartphoneKeyEventName name :
        List.of(
            LOCK_CREATED,
            OWNER_SET,
            ORGANIZATION_SET,
            KEY_ADDED,
            KEY_REMOVED,
            KEY_WRITE_REQUESTED,
            LOCK_OPEN_REQUESTED,
            LOCK_OPEN_CONFIRMED,
            LOCK_OPEN_UNCONFIRMED,
            RESIDENT_ADDED,
            RESIDENT_REMOVED,
            LOCK_UUID_CHANGED,
            USER_CREATED,
            PROFILE_UPDATED,
            USER_PHONE_NUMBER_UPDATED,
            USER_EMAIL_UPDATED,
            PHYSICAL_KEY_ADDED,
            PHYSICAL_KEY_REMOVED,
            PHYSICAL_KEY_ASSIGNED,
            WALLET_KEY_PREPARED,
            WALLET_KEY_COMMITTED,
            WALLET_KEY_ROLLED_BACK,
            WALLET_KEY_REMOVED,
            WALLET_KEY_ADDED,
            ACCESSIBLE_LOCK_ADDED,
            ACCESSIBLE_LOCK_REMOVED,
            USER_SUSPENDED,
            USER_REACTIVATED,
            LICENSE_PLATE_ADDED,
            LICENSE_PLATE_REMOVED,
            DEVICE_ADDED,
            DEVICE_REMOVED,
            DEVICE_PUSH_MUTED_UPDATED,
            HUB_PROVISIONED,
            HUB_CLAIMED,
            HUB_RECLAIMED,
            HUB_ROLE_SET,
            HUB_SUSPENDED,
            HUB_DECOMMISSIONED,
            MIGRATION_STARTED,
            DEVICE_MIGRATION_STATUS_UPDATED,
            MIGRATION_COMPLETED,
            CAMERA_REGISTERED,
            CAMERA_UPDATED,
            CAMERA_DISABLED,
            CAMERA_DELETED,
            CAMERA_LINKED_TO_LOCK,
            CAMERA_UNLINKED_FROM_LOCK,
            CAMERA_ROLE_CREATED,
            CAMERA_ROLE_DELETED,
            CAMERA_ROLE_USER_ASSIGNED,
            CAMERA_ROLE_USER_REMOVED,
            CAMERA_ROLE_CAMERA_ASSIGNED,
            CAMERA_ROLE_CAMERA_REMOVED,
            RTSP_CAMERA_REGISTERED,
            RTSP_CAMERA_UPDATED,
            RTSP_CAMERA_DELETED,
            RTSP_CAMERA_ACCESS_GRANTED,
            RTSP_CAMERA_ACCESS_REVOKED,
            RTSP_CAMERA_STREAM_STARTED,
            RTSP_CAMERA_STREAM_STOPPED,
            RTSP_CAMERA_PLACED,
            RTSP_CAMERA_PLACEMENT_FAILED,
            RTSP_CAMERA_RECORDING_CONFIGURED,
            RTSP_CAMERA_RECORDINGS_PURGE_REQUESTED,
            RTSP_CAMERA_RECORDINGS_PURGED,
            RTSP_CAMERA_RUNTIME_STATUS_CHANGED,
            VIDEO_WORKER_STARTED,
            TEMP_KEY_CREATED,
            TEMP_KEY_USED,
            TEMP_KEY_UPDATED,
            TEMP_KEY_DELETED,
            MATTER_DEVICE_CREATED,
            REPORTED_SHADOW_UPDATED,
            DESIRED_SHADOW_UPDATED,
            MATTER_PIN_SET,
            MATTER_PIN_CLEARED,
            APP_PIN_SEND_REQUESTED,
            APP_PIN_SHADOW_WRITE_FAILED,
            APP_PIN_ACKED,
            APP_PIN_CLEAR_REQUESTED,
            APP_PIN_GAVE_UP,
            APP_PIN_REDRIVEN,
            APP_PIN_RETIRED,
            APP_PIN_DELIVERY_FAILED,
            ALARM_TRIGGERED,
            ALARM_CLEARED,
            CUSTOMER_CREATED,
            USER_SIGNUP,
            SHADOW_UPDATE)) {
      index.put(name.value, name);
    }
    return Collections.unmodifiableMap(index);
  }
}
