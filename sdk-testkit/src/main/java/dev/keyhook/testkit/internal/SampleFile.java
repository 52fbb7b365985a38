package dev.keyhook.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Event;
import dev.keyhook.EventParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The samples of one vendor's events: a file with a name and JSON on each line. Immutable. */
public final class SampleFile {

  private final Map<String, byte[]> byName = new LinkedHashMap<>();
  private final Map<String, byte[]> byType = new HashMap<>();
  private final SortedSet<String> types = new TreeSet<>();

  private SampleFile() {}

  /**
   * Reads {@code samples.txt} in the package of a class. The first sample of a type represents it.
   *
   * @param parser reads the type of a sample
   */
  public static SampleFile nextTo(Class<?> neighbour, EventParser<?> parser) {
    SampleFile file = new SampleFile();
    try (InputStream in = neighbour.getResourceAsStream("samples.txt")) {
      if (in == null) {
        throw new IllegalStateException("samples.txt is missing beside " + neighbour.getName());
      }
      new BufferedReader(new InputStreamReader(in, UTF_8))
          .lines()
          .forEach(line -> file.add(line, parser));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private void add(String line, EventParser<?> parser) {
    int space = line.indexOf(' ');
    byte[] body = line.substring(space + 1).getBytes(UTF_8);
    Event<?> event = parser.parseUnverified(body);
    byName.put(line.substring(0, space), body);
    byType.putIfAbsent(event.type(), body);
    if (event.isRecognized()) {
      types.add(event.type());
    }
  }

  /** Returns the types that this version has a class for, in alphabetical order. */
  public Set<String> types() {
    return Collections.unmodifiableSet(types);
  }

  /** Returns the names of all samples, in the order of the schema. */
  public Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /** Returns a copy of the sample for a type. */
  public byte[] ofType(String type) {
    return found(byType, type, "There is no sample of the type " + type + "; see types()");
  }

  /** Returns a copy of the sample with a name. */
  public byte[] named(String name) {
    return found(byName, name, "There is no sample named " + name + "; see names()");
  }

  private static byte[] found(Map<String, byte[]> samples, String key, String complaint) {
    byte[] body = samples.get(key);
    if (body == null) {
      throw new IllegalArgumentException(complaint);
    }
    return body.clone();
  }
}
