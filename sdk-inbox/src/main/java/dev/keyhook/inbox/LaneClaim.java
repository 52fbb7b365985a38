package dev.keyhook.inbox;

import org.jspecify.annotations.Nullable;

/**
 * The right of one worker to handle the events of a lane after {@code done}, up to {@code tail},
 * until its lease ends.
 *
 * @param fence rises with each claim of the lane, so that results of an earlier one are refused
 * @param attempts how many attempts of the first event failed
 * @param isSuspect whether the last worker vanished with the lane: its event may be the reason
 * @param sequence the highest sequence that was handled
 */
record LaneClaim(
    Key lane,
    String endpoint,
    @Nullable String subject,
    long fence,
    long done,
    long tail,
    int attempts,
    boolean isSuspect,
    @Nullable Long sequence) {}
