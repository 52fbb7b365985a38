package dev.keyhook.events.smartphonekey.matter;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names of the attributes that the vendor's schema describes and that matter to locks, sensors
 * and lights; {@code docs/vendors/matter-attributes.md} has the same table with types and codes.
 */
final class AttributeNames {

  /** A line for each cluster: number and name, then number and name of each attribute. */
  private static final String TABLE =
      """
      257 DoorLock: 0 LockState 1 LockType 2 ActuatorEnabled 3 DoorState 4 DoorOpenEvents\
        5 DoorClosedEvents 17 NumberOfTotalUsersSupported 18 NumberOfPINUsersSupported\
        19 NumberOfRFIDUsersSupported 23 MaxPINCodeLength 24 MinPINCodeLength\
        27 CredentialRulesSupport 28 NumberOfCredentialsSupportedPerUser 33 Language\
        34 LEDSettings 35 AutoRelockTime 36 SoundVolume 37 OperatingMode 40 EnableLocalProgramming\
        41 EnableOneTouchLocking 42 EnableInsideStatusLED 43 EnablePrivacyModeButton\
        48 WrongCodeEntryLimit 49 UserCodeTemporaryDisableTime 50 SendPINOverTheAir\
        51 RequirePINforRemoteOperation 53 ExpiringUserTimeout
      47 PowerSource: 0 Status 1 Order 2 Description 9 WiredPresent 11 BatVoltage\
        12 BatPercentRemaining 13 BatTimeRemaining 14 BatChargeLevel 15 BatReplacementNeeded\
        16 BatReplaceability 17 BatPresent 18 ActiveBatFaults 19 BatReplacementDescription\
        20 BatCommonDesignation 24 BatCapacity 25 BatQuantity 26 BatChargeState 31 EndpointList
      6 OnOff: 0 OnOff 16384 GlobalSceneControl 16385 OnTime 16386 OffWaitTime 16387 StartUpOnOff
      8 LevelControl: 0 CurrentLevel 1 RemainingTime 2 MinLevel 3 MaxLevel
      69 BooleanState: 0 StateValue
      1026 TemperatureMeasurement: 0 MeasuredValue 1 MinMeasuredValue 2 MaxMeasuredValue\
        3 Tolerance
      1029 RelativeHumidityMeasurement: 0 MeasuredValue 1 MinMeasuredValue 2 MaxMeasuredValue\
        3 Tolerance
      1024 IlluminanceMeasurement: 0 MeasuredValue 1 MinMeasuredValue 2 MaxMeasuredValue\
        4 LightSensorType
      1030 OccupancySensing: 0 Occupancy 1 OccupancySensorType 2 OccupancySensorTypeBitmap\
        3 HoldTime
      92 SmokeCoAlarm: 0 ExpressedState 1 SmokeState 2 COState 3 BatteryAlert 4 DeviceMuted\
        5 TestInProgress 6 HardwareFaultAlert 7 EndOfServiceAlert 8 InterconnectSmokeAlarm\
        9 InterconnectCOAlarm 10 ContaminationState 11 SmokeSensitivityLevel 12 ExpiryDate
      91 AirQuality: 0 AirQuality
      1072 SoilMeasurement: 0 SoilMoistureMeasurementLimits 1 SoilMoistureMeasuredValue
      29 Descriptor: 0 DeviceTypeList
      40 BasicInformation: 1 VendorName 2 VendorID 3 ProductName 4 ProductID 5 NodeLabel\
        8 HardwareVersionString 10 SoftwareVersionString 11 ManufacturingDate 13 ProductURL\
        14 ProductLabel 15 SerialNumber 17 Reachable
      57 BridgedDeviceBasicInformation: 1 VendorName 3 ProductName 5 NodeLabel 15 SerialNumber\
        17 Reachable
      51 GeneralDiagnostics: 2 UpTime 3 TotalOperationalHours 4 BootReason
      53 ThreadNetworkDiagnostics: 1 RoutingRole 2 NetworkName 7 NeighborTable
      54 WiFiNetworkDiagnostics: 4 Rssi
      70 IcdManagement: 0 IdleModeDuration 1 ActiveModeDuration 2 ActiveModeThreshold\
        6 UserActiveModeTriggerHint 7 UserActiveModeTriggerInstruction
      """;

  /** Attributes that every cluster has. */
  private static final String GLOBAL =
      "65528 GeneratedCommandList 65529 AcceptedCommandList 65531 AttributeList 65532 FeatureMap"
          + " 65533 ClusterRevision";

  private static final Map<String, String> NAMES = new HashMap<>();

  static {
    TABLE
        .lines()
        .forEach(
            line -> {
              String[] words = (line.replace(":", "") + " " + GLOBAL).split(" +", -1);
              for (int i = 2; i < words.length; i += 2) {
                NAMES.put(words[0] + "/" + words[i], words[1] + "." + words[i + 1]);
              }
            });
  }

  private AttributeNames() {}

  /** Returns the name, for example {@code DoorLock.LockState}; empty if it is not in the table. */
  static Optional<String> of(long cluster, long attribute) {
    return Optional.ofNullable(NAMES.get(cluster + "/" + attribute));
  }
}
