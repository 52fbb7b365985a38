package dev.keyhook.events.smartphonekey;

import dev.keyhook.events.smartphonekey.model.RtspCameraAccessGranted;
import dev.keyhook.events.smartphonekey.model.RtspCameraAccessRevoked;
import dev.keyhook.events.smartphonekey.model.RtspCameraDeleted;
import dev.keyhook.events.smartphonekey.model.RtspCameraPlaced;
import dev.keyhook.events.smartphonekey.model.RtspCameraPlacementFailed;
import dev.keyhook.events.smartphonekey.model.RtspCameraRecordingConfigured;
import dev.keyhook.events.smartphonekey.model.RtspCameraRecordingsPurgeRequested;
import dev.keyhook.events.smartphonekey.model.RtspCameraRecordingsPurged;
import dev.keyhook.events.smartphonekey.model.RtspCameraRegistered;
import dev.keyhook.events.smartphonekey.model.RtspCameraRuntimeStatusChanged;
import dev.keyhook.events.smartphonekey.model.RtspCameraStreamStarted;
import dev.keyhook.events.smartphonekey.model.RtspCameraStreamStopped;
import dev.keyhook.events.smartphonekey.model.RtspCameraUpdated;
import dev.keyhook.events.smartphonekey.model.VideoWorkerStarted;

/** An event of an RTSP camera, its recordings or the workers that serve its stream. */
public sealed interface RtspCameraData extends SmartphoneKeyData
    permits RtspCameraAccessGranted,
        RtspCameraAccessRevoked,
        RtspCameraDeleted,
        RtspCameraPlaced,
        RtspCameraPlacementFailed,
        RtspCameraRecordingConfigured,
        RtspCameraRecordingsPurgeRequested,
        RtspCameraRecordingsPurged,
        RtspCameraRegistered,
        RtspCameraRuntimeStatusChanged,
        RtspCameraStreamStarted,
        RtspCameraStreamStopped,
        RtspCameraUpdated,
        VideoWorkerStarted {}
