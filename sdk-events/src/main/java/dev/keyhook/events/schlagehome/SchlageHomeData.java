package dev.keyhook.events.schlagehome;

import dev.keyhook.EventData;

/**
 * What happened, at Schlage Home: one final class for each {@code trigger} whose shape is
 * published, grouped in families.
 *
 * <p>Allegion names more kinds of events than it publishes shapes of; those have unrecognized data,
 * and all of their content in {@link SchlageHomeEvent#raw()}. One permitted type is hidden, so a
 * {@code switch} needs a {@code default}.
 */
public sealed interface SchlageHomeData extends EventData
    permits CommandData, DeviceData, UnrecognizedSchlageHomeData {}
