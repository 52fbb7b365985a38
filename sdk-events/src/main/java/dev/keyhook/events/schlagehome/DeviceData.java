package dev.keyhook.events.schlagehome;

import dev.keyhook.events.schlagehome.model.DeviceConnectivityStateChanged;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;

/** What happened to a lock, which {@link SchlageHomeEvent#deviceId()} names. */
public sealed interface DeviceData extends SchlageHomeData
    permits DeviceConnectivityStateChanged, DeviceLockStateChanged {}
