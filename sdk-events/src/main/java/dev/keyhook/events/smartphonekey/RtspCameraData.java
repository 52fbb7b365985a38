package dev.keyhook.events.smartphonekey;

import dev.keyhook.events.smartphonekey.model.RtspCameraAccessGranted;
import dev.keyhook.events.smartphonekey.model.RtspCameraAccessRevoked;
import dev.keyhook.events.smartphonekey.model.RtspCameraDeleted;
import dev.keyhook.events.smartphonekey.model.RtspCameraPlaced;
import dev.keyhook.events.smartphonekey.model.RtspCameraPlacementFailed;
import dev.keyhook.events.smartphonekey.model.RtspCameraRegistered;
import dev.keyhook.events.smartphonekey.model.RtspCameraStreamStarted;
import dev.keyhook.events.smartphonekey.model.RtspCameraStreamStopped;
import dev.keyhook.events.smartphonekey.model.RtspCameraUpdated;

/** What happened to an RTSP camera. */
public sealed interface RtspCameraData extends SmartphoneKeyData
    permits RtspCameraAccessGranted,
        RtspCameraAccessRevoked,
        RtspCameraDeleted,
        RtspCameraPlaced,
        RtspCameraPlacementFailed,
        RtspCameraRegistered,
        RtspCameraStreamStarted,
        RtspCameraStreamStopped,
        RtspCameraUpdated {}
