package dev.keyhook.events.schlagehome;

import dev.keyhook.events.schlagehome.model.DeviceConnectivityStateChanged;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;

/** An event of a lock, which {@link SchlageHomeEvent#deviceId()} identifies. */
public sealed interface DeviceData extends SchlageHomeData
    permits DeviceConnectivityStateChanged, DeviceLockStateChanged {}
