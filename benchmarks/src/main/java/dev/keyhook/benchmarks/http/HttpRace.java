package dev.keyhook.benchmarks.http;

import dev.keyhook.benchmarks.Child;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs server and sender in separate processes; the handlers take turns. */
public final class HttpRace {

  /** The paths of the server, the baseline first. */
  public static final List<String> PATHS = List.of("/echo", "/read", "/keyhook", "/observed");

  // Without it the server's responses wait for the client's acknowledgements (Nagle's algorithm):
  // each response with a body takes 40 ms, which would make the echo handler the slowest.
  private static final String NO_DELAY = "-Dsun.net.httpserver.nodelay=true";

  private HttpRace() {}

  /**
   * Runs it.
   *
   * @param connections the numbers of connections, each measured separately
   * @param rounds the number of turns of each handler
   * @param millis the duration of a turn
   * @return the turns by number of connections and by path
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
