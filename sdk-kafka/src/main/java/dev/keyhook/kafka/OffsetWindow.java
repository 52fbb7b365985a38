package dev.keyhook.kafka;

import java.util.TreeSet;

/**
 * The records of a partition that were read and are not handled yet. Its offset to commit is that
 * of the first of them, whatever was handled after it. Not safe for use by several threads.
 */
final class OffsetWindow {

  private final TreeSet<Long> unfinished = new TreeSet<>();
  private long next;

  /**
   * Creates an empty window.
   *
   * @param first the offset of the first record that was read
   */
  OffsetWindow(long first) {
    next = first;
  }

  /** Adds a record; offsets rise, possibly with gaps. */
  void add(long offset) {
    unfinished.add(offset);
    next = offset + 1;
  }

  void finish(long offset) {
    unfinished.remove(offset);
  }

  /** Returns the offset from which a successor must read. */
  long committable() {
    return unfinished.isEmpty() ? next : unfinished.first();
  }

  /** Returns how many records are not finished. */
  int size() {
    return unfinished.size();
  }

  /** Returns how many offsets a successor would read again. */
  long span() {
    return next - committable();
  }
}
