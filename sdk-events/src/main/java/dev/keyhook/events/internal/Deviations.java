package dev.keyhook.events.internal;

import dev.keyhook.Deviation;
import dev.keyhook.Deviation.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects where a body differs from the schema, in the order of the body. It keeps the first 100,
 * so that a hostile body cannot fill memory. Not safe for use by several threads.
 */
public final class Deviations {

  private static final int MAX = 100;

  private @Nullable List<Deviation> list;

  /** Adds a deviation, up to the limit. */
  public void add(Kind kind, String pointer) {
    if (!isFull()) {
      if (list == null) {
        list = new ArrayList<>();
      }
      list.add(Deviation.of(kind, pointer));
    }
  }

  /** Returns whether further deviations are dropped. */
  boolean isFull() {
    return list != null && list.size() >= MAX;
  }

  /** Returns how many there are. */
  public int size() {
    return list == null ? 0 : list.size();
  }

  /** Returns what has been collected so far, unmodifiable. */
  public List<Deviation> toList() {
    return list == null ? List.of() : List.copyOf(list);
  }

  /**
   * Returns the deviations of a body whose parts were read separately, in the order of the body.
   *
   * @param index how many of the deviations were found before the part
   */
  public static List<Deviation> insert(List<Deviation> outer, int index, List<Deviation> part) {
    if (part.isEmpty()) {
      return outer;
    }
    List<Deviation> all = new ArrayList<>(outer);
    all.addAll(index, part);
    return List.copyOf(all.subList(0, Math.min(MAX, all.size())));
  }
}
