package dev.keyhook.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The highest sequence handled in each of the lanes that were used last. Safe for use by any number
 * of threads.
 */
final class Sequences {

  private static final int MAX_LANES = 100_000;

  private final Map<String, Long> highest =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_LANES;
        }
      };

  /** Returns whether a higher sequence of the lane was handled. */
  synchronized boolean isStale(String lane, OptionalLong sequence) {
    Long handled = sequence.isPresent() ? highest.get(lane) : null;
    return handled != null && sequence.getAsLong() < handled;
  }

  synchronized void handled(String lane, OptionalLong sequence) {
    sequence.ifPresent(number -> highest.merge(lane, number, Math::max));
  }
}
