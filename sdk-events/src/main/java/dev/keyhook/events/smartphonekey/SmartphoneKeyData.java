package dev.keyhook.events.smartphonekey;

import dev.keyhook.EventData;

/**
 * The data of SmartphoneKey's events: one final class for each {@code detail-type}, grouped in
 * families.
 *
 * <p>One permitted type is hidden, so a {@code switch} needs a {@code default}, and a new event
 * type in a later version breaks neither source nor binaries.
 */
public sealed interface SmartphoneKeyData extends EventData
    permits AlarmData,
        CameraData,
        CameraRoleData,
        CustomerData,
        HubData,
        LockData,
        MatterData,
        MigrationData,
        RtspCameraData,
        ShadowData,
        SignupData,
        TempKeyData,
        UserData,
        UnrecognizedSmartphoneKeyData {}
