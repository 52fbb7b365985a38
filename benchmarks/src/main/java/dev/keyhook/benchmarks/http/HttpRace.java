package dev.keyhook.benchmarks.http;

import dev.keyhook.benchmarks.Child;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Server and sender as processes of their own; the handlers take turns. */
public final class HttpRace {

  /** What the server has, the measure first. */
  public static final List<String> PATHS = List.of("/echo", "/read", "/keyhook", "/observed");

  // Without it the server's answers wait for the client's acknowledgements (Nagle's algorithm):
  // those with a body 40 ms each, and the echo handler would lose any race.
  private static final String NO_DELAY = "-Dsun.net.httpserver.nodelay=true";

  private HttpRace() {}

  /**
   * Runs it.
   *
   * @param connections how many at once, one race each
   * @param rounds how often the handlers take turns
   * @param millis how long a turn is
   * @return by the number of connections, then by path, the turns
   */
  public static Map<Integer, Map<String, List<Load.Measured>>> run(
      List<Integer> connections, int rounds, long millis) throws IOException {
    Map<Integer, Map<String, List<Load.Measured>>> all = new LinkedHashMap<>();
    try (Child server = new Child(List.of(NO_DELAY, "-Xms512m", "-Xmx512m"), Server.class);
        Child load = new Child(List.of("-Xms256m", "-Xmx256m"), Load.class, server.next())) {
      for (int i = 0; i < 2; i++) {
        for (String path : PATHS) {
          load.ask(path + " 8 " + Math.min(3000, 2 * millis)); // to warm up
        }
      }
      for (int count : connections) {
        Map<String, List<Load.Measured>> turns = new LinkedHashMap<>();
        PATHS.forEach(path -> turns.put(path, new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
          for (String path : PATHS) {
            turns.get(path).add(Load.Measured.parse(load.ask(path + " " + count + " " + millis)));
          }
        }
        all.put(count, turns);
      }
    }
    return all;
  }
}
