package dev.keyhook.subscriptions.schlagehome;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The name of an event type in a subscription.
 *
 * <p>An open vocabulary of the 14 names of the public schema that this client follows, which calls
 * itself inferred. Only two of them are confirmed by the vendor, as the {@code trigger} of an
 * event; and according to the vendor's guide a subscription gets every type. Two names with the
 * same text are equal. Immutable.
 */
public final class SchlageHomeEventName {

  /** {@code DeviceLockStateChanged}; the vendor sends it as a trigger. */
  public static final SchlageHomeEventName DEVICE_LOCK_STATE_CHANGED =
      new SchlageHomeEventName("DeviceLockStateChanged", true);

  /** {@code DeviceConnectivityStateChanged}; the vendor sends it as a trigger. */
  public static final SchlageHomeEventName DEVICE_CONNECTIVITY_STATE_CHANGED =
      new SchlageHomeEventName("DeviceConnectivityStateChanged", true);

  /** {@code DeviceBatteryLevelChanged}. */
  public static final SchlageHomeEventName DEVICE_BATTERY_LEVEL_CHANGED =
      new SchlageHomeEventName("DeviceBatteryLevelChanged", true);

  /** {@code DeviceKeypadLockedOut}. */
  public static final SchlageHomeEventName DEVICE_KEYPAD_LOCKED_OUT =
      new SchlageHomeEventName("DeviceKeypadLockedOut", true);

  /** {@code DeviceAlarmTriggered}. */
  public static final SchlageHomeEventName DEVICE_ALARM_TRIGGERED =
      new SchlageHomeEventName("DeviceAlarmTriggered", true);

  /** {@code AccessCodeCreated}. */
  public static final SchlageHomeEventName ACCESS_CODE_CREATED =
      new SchlageHomeEventName("AccessCodeCreated", true);

  /** {@code AccessCodeUpdated}. */
  public static final SchlageHomeEventName ACCESS_CODE_UPDATED =
      new SchlageHomeEventName("AccessCodeUpdated", true);

  /** {@code AccessCodeDeleted}. */
  public static final SchlageHomeEventName ACCESS_CODE_DELETED =
      new SchlageHomeEventName("AccessCodeDeleted", true);

  /** {@code AccessCodeUsed}. */
  public static final SchlageHomeEventName ACCESS_CODE_USED =
      new SchlageHomeEventName("AccessCodeUsed", true);

  /** {@code InvalidAccessCodeAttempted}. */
  public static final SchlageHomeEventName INVALID_ACCESS_CODE_ATTEMPTED =
      new SchlageHomeEventName("InvalidAccessCodeAttempted", true);

  /** {@code AccessCodeSynchronized}. */
  public static final SchlageHomeEventName ACCESS_CODE_SYNCHRONIZED =
      new SchlageHomeEventName("AccessCodeSynchronized", true);

  /**
   * {@code CommandStatusUpdated}; what arrives has other triggers, such as {@code
   * CommandSucceeded}.
   */
  public static final SchlageHomeEventName COMMAND_STATUS_UPDATED =
      new SchlageHomeEventName("CommandStatusUpdated", true);

  /** {@code UserSignedOut}. */
  public static final SchlageHomeEventName USER_SIGNED_OUT =
      new SchlageHomeEventName("UserSignedOut", true);

  /** {@code IntegrationManagementUpdated}. */
  public static final SchlageHomeEventName INTEGRATION_MANAGEMENT_UPDATED =
      new SchlageHomeEventName("IntegrationManagementUpdated", true);

  private static final Map<String, SchlageHomeEventName> KNOWN = index();

  private final String value;
  private final boolean known;

  private SchlageHomeEventName(String value, boolean known) {
    this.value = value;
    this.known = known;
  }

  /**
   * Returns the event type of this name, known or not.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public static SchlageHomeEventName of(String value) {
    SchlageHomeEventName known = KNOWN.get(value);
    if (known != null) {
      return known;
    }
    if (value.isBlank()) {
      throw new IllegalArgumentException("Not the name of an event type");
    }
    return new SchlageHomeEventName(value, false);
  }

  /** Returns all names that this version knows, in alphabetical order. */
  public static List<SchlageHomeEventName> known() {
    return List.copyOf(KNOWN.values());
  }

  /** Returns the name exactly as it is written in a subscription. */
  public String value() {
    return value;
  }

  /** Returns whether this version knows the name. */
  public boolean isKnown() {
    return known;
  }

  /** Returns whether the vendor itself has published the name, as the trigger of an event. */
  public boolean isConfirmed() {
    return equals(DEVICE_LOCK_STATE_CHANGED) || equals(DEVICE_CONNECTIVITY_STATE_CHANGED);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SchlageHomeEventName that && value.equals(that.value);
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

  private static Map<String, SchlageHomeEventName> index() {
    Map<String, SchlageHomeEventName> index = new TreeMap<>();
    for (SchlageHomeEventName name :
        List.of(
            DEVICE_LOCK_STATE_CHANGED,
            DEVICE_CONNECTIVITY_STATE_CHANGED,
            DEVICE_BATTERY_LEVEL_CHANGED,
            DEVICE_KEYPAD_LOCKED_OUT,
            DEVICE_ALARM_TRIGGERED,
            ACCESS_CODE_CREATED,
            ACCESS_CODE_UPDATED,
            ACCESS_CODE_DELETED,
            ACCESS_CODE_USED,
            INVALID_ACCESS_CODE_ATTEMPTED,
            ACCESS_CODE_SYNCHRONIZED,
            COMMAND_STATUS_UPDATED,
            USER_SIGNED_OUT,
            INTEGRATION_MANAGEMENT_UPDATED)) {
      index.put(name.value, name);
    }
    return Collections.unmodifiableMap(index);
  }
}
