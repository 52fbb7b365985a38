package dev.keyhook.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What went wrong in a run. The ids of a lane are {@code LANE-NUMBER}, with numbers from 0.
 *
 * @param lost acknowledged and not handled
 * @param repeated handled more than once
 * @param disordered handled after a later event of their lane
 */
record Verdict(List<String> lost, List<String> repeated, List<String> disordered) {

  /**
   * Compares what was acknowledged with what was handled.
   *
   * @param handled in the order of handling
   */
  static Verdict of(Collection<String> acknowledged, List<String> handled) {
    Set<String> seen = new HashSet<>();
    Map<String, Integer> last = new HashMap<>();
    List<String> repeated = new ArrayList<>();
    List<String> disordered = new ArrayList<>();
    for (String id : handled) {
      if (!seen.add(id)) {
        repeated.add(id);
        continue;
      }
      int dash = id.lastIndexOf('-');
      int number = Integer.parseInt(id.substring(dash + 1));
      Integer before = last.put(id.substring(0, dash), number);
      if (before != null && number < before) {
        disordered.add(id);
      }
    }
    List<String> lost = acknowledged.stream().filter(id -> !seen.contains(id)).toList();
    return new Verdict(lost, repeated, disordered);
  }
}
