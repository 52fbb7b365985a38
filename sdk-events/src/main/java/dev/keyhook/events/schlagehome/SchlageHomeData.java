package dev.keyhook.events.schlagehome;

import dev.keyhook.EventData;

/**
 * The data of Schlage Home's events: one final class for each {@code trigger} whose fields are
 * published, grouped in families.
 *
 * <p>Allegion does not publish the fields of all its events. The others have unrecognized data, and
 * their content is in {@link SchlageHomeEvent#raw()}. One permitted type is hidden, so a {@code
 * switch} needs a {@code default}.
 */
public sealed interface SchlageHomeData extends EventData
    permits CommandData, DeviceData, UnrecognizedSchlageHomeData {}
