package dev.keyhook.events.smartphonekey.matter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.events.internal.JsonParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The attributes and the named members of one document of a shadow. Immutable. */
final class Document {

  /** The name of a member that is not {@code endpoint/cluster/attribute}. */
  private static final long NO_PATH = -1;

  /** The number of digits that always fit into a {@code long}. */
  private static final int MAX_DIGITS = 18;

  private static final int STRIDE = 3;

  private final byte[] json;
  private final @Nullable JsonParts members;

  /** Endpoint, cluster and attribute of each member. */
  private final long[] paths;

  private Document(byte[] json, @Nullable JsonParts members, long[] paths) {
    this.json = json;
    this.members = members;
    this.paths = paths;
  }

  static Document of(String text) {
    byte[] json = text.getBytes(UTF_8);
    JsonParts members = JsonParts.ofObject(json);
    if (members == null) {
      return new Document(json, null, new long[0]);
    }
    long[] paths = new long[members.size() * STRIDE];
    for (int i = 0; i < members.size(); i++) {
      int from = members.nameFrom(i);
      int to = members.nameTo(i);
      if (!readPath(json, from, to, paths, i * STRIDE) && isEscaped(json, from, to)) {
        byte[] name = members.name(i).getBytes(UTF_8);
        readPath(name, 0, name.length, paths, i * STRIDE);
      }
    }
    return new Document(json, members, paths);
  }

  private static boolean isEscaped(byte[] json, int from, int to) {
    for (int i = from; i < to; i++) {
      if (json[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  /** Reads three decimal numbers with slashes in between. */
  private static boolean readPath(byte[] name, int from, int to, long[] paths, int at) {
    int i = from;
    for (int part = 0; part < STRIDE; part++) {
      int begin = i;
      long number = 0;
      while (i < to && name[i] >= '0' && name[i] <= '9') {
        number = number * 10 + (name[i++] - '0');
      }
      boolean ends = part == STRIDE - 1 ? i == to : i < to && name[i] == '/';
      if (i == begin || i - begin > MAX_DIGITS || !ends) {
        paths[at] = NO_PATH;
        return false;
      }
      paths[at + part] = number;
      i++;
    }
    return true;
  }

  /** Returns whether the text is a JSON object. */
  boolean isObject() {
    return members != null;
  }

  /** Returns whether the text is an object whose members are all attributes. */
  boolean hasAttributesOnly() {
    for (int i = 0; i < paths.length; i += STRIDE) {
      if (paths[i] == NO_PATH) {
        return false;
      }
    }
    return isObject();
  }

  /** Returns the value of the last member of a name. */
  @Nullable Value member(String name) {
    if (members == null) {
      return null;
    }
    for (int i = members.size() - 1; i >= 0; i--) {
      if (paths[i * STRIDE] == NO_PATH && members.name(i).equals(name)) {
        return value(members, i);
      }
    }
    return null;
  }

  private Value value(JsonParts members, int i) {
    return new Value(json, members.valueFrom(i), members.valueTo(i));
  }

  /** Returns the value of an attribute at the lowest endpoint with a readable value. */
  <T> Optional<T> first(long cluster, long id, Function<Value, Optional<T>> read) {
    int only = -1;
    for (int i = 0; members != null && i < members.size(); i++) {
      if (isAttribute(i, cluster, id)) {
        if (only >= 0) {
          return attributes(cluster, id).stream()
              .flatMap(attribute -> read.apply(attribute.value()).stream())
              .findFirst();
        }
        only = i;
      }
    }
    return only < 0 || members == null ? Optional.empty() : read.apply(value(members, only));
  }

  private boolean isAttribute(int member, long cluster, long id) {
    return paths[member * STRIDE + 2] == id
        && paths[member * STRIDE + 1] == cluster
        && paths[member * STRIDE] != NO_PATH;
  }

  /** Returns an attribute of all endpoints, the lowest endpoint first. */
  List<MatterAttribute> attributes(long cluster, long id) {
    if (members == null) {
      return List.of();
    }
    Map<Long, MatterAttribute> byEndpoint = new TreeMap<>();
    for (int i = 0; i < members.size(); i++) {
      if (isAttribute(i, cluster, id)) {
        byEndpoint.put(paths[i * STRIDE], attribute(members, i));
      }
    }
    return List.copyOf(byEndpoint.values());
  }

  private MatterAttribute attribute(JsonParts members, int i) {
    return new MatterAttribute(
        paths[i * STRIDE], paths[i * STRIDE + 1], paths[i * STRIDE + 2], value(members, i));
  }

  /** Returns all attributes by path, in the order of the document; the last of equal ones. */
  Map<String, MatterAttribute> attributes() {
    Map<String, MatterAttribute> byPath = new LinkedHashMap<>();
    for (int i = 0; members != null && i < members.size(); i++) {
      if (paths[i * STRIDE] != NO_PATH) {
        MatterAttribute attribute = attribute(members, i);
        byPath.put(attribute.path(), attribute);
      }
    }
    return byPath;
  }
}
