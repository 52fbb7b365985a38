package dev.keyhook.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Builds the files that a power cut could have left, from what {@code trace.c} wrote down. */
final class PowerCut {

  private static final int PAGE = 4096;

  /** What happens to writes that were not synced. */
  enum Unsynced {
    ALL_LOST,
    RANDOM_PAGES_LOST,
    NONE_LOST
  }

  private record Operation(char kind, String path, long offset, ByteBuffer data) {}

  private final List<Operation> operations = new ArrayList<>();
  private final List<Integer> acknowledgements = new ArrayList<>();
  private final Path acknowledged;

  PowerCut(Path trace, Path acknowledged) throws IOException {
    this.acknowledged = acknowledged;
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(trace)).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      char kind = (char) in.get();
      byte[] path = new byte[in.getShort()];
      long offset = in.getLong();
      int length = in.getInt();
      in.get(path);
      ByteBuffer data = in.slice(in.position(), length);
      in.position(in.position() + length);
      Operation operation = new Operation(kind, new String(path, UTF_8), offset, data);
      if (isAcknowledgement(operation)) {
        acknowledgements.add(operations.size());
      }
      operations.add(operation);
    }
  }

  private boolean isAcknowledgement(Operation operation) {
    return operation.path().equals(acknowledged.toString())
        && operation.kind() == 'W'
        && operation.data().hasRemaining();
  }

  int acknowledgements() {
    return acknowledgements.size();
  }

  long syncs() {
    return operations.stream().filter(operation -> operation.kind() == 'S').count();
  }

  /** Returns the ids that were acknowledged up to a moment. */
  Set<String> acknowledgedUntil(int acknowledgement) {
    Set<String> ids = new TreeSet<>();
    for (int i = 0; i <= acknowledgement; i++) {
      Operation operation = operations.get(acknowledgements.get(i));
      ids.addAll(List.of(UTF_8.decode(operation.data().duplicate()).toString().split("\n")));
    }
    return ids;
  }

  /** Writes the files as they could be after a power cut right after an acknowledgement. */
  void write(int acknowledgement, Unsynced unsynced, Random random, Path target)
      throws IOException {
    int end = acknowledgements.get(acknowledgement);
    Map<String, Integer> durable = durable(end);
    Map<String, Image> files = new TreeMap<>();
    for (int i = 0; i <= end; i++) {
      Operation operation = operations.get(i);
      boolean isDurable = i < durable.getOrDefault(operation.path(), 0);
      if (isDurable || unsynced == Unsynced.NONE_LOST || operation.kind() == 'D') {
        apply(files, operation, 0, operation.data().remaining());
      } else if (unsynced == Unsynced.RANDOM_PAGES_LOST) {
        applySomePages(files, operation, random);
      }
    }
    for (Map.Entry<String, Image> file : files.entrySet()) {
      Files.write(target.resolve(Path.of(file.getKey()).getFileName()), file.getValue().content());
    }
  }

  /** For each file the operation before which everything is on disk. */
  private Map<String, Integer> durable(int end) {
    Map<String, Integer> durable = new HashMap<>();
    Map<String, Integer> begun = new HashMap<>();
    for (int i = 0; i <= end; i++) {
      Operation operation = operations.get(i);
      String sync = operation.path() + " " + operation.offset();
      if (operation.kind() == 'B') {
        begun.put(sync, i);
      } else if (operation.kind() == 'S') {
        durable.merge(operation.path(), begun.get(sync), Math::max);
      }
    }
    return durable;
  }

  private static void applySomePages(Map<String, Image> files, Operation operation, Random random) {
    int length = operation.data().remaining();
    for (int from = 0; from < length || from == 0; ) {
      int toPage = (int) (PAGE - (operation.offset() + from) % PAGE);
      int to = Math.min(length, from + toPage);
      if (random.nextBoolean()) {
        apply(files, operation, from, to);
      }
      from = Math.max(to, 1);
    }
  }

  private static void apply(Map<String, Image> files, Operation operation, int from, int to) {
    switch (operation.kind()) {
      case 'W' ->
          files
              .computeIfAbsent(operation.path(), path -> new Image())
              .write(
                  (int) operation.offset() + from,
                  operation.data().duplicate().position(from).limit(to));
      case 'T' ->
          files
              .computeIfAbsent(operation.path(), path -> new Image())
              .truncate((int) operation.offset());
      case 'D' -> files.remove(operation.path());
      default -> {
        // A sync changes nothing.
      }
    }
  }

  /** The content of a file; what was never written is zero. */
  private static final class Image {

    private byte[] bytes = new byte[PAGE];
    private int length;

    void write(int offset, ByteBuffer data) {
      int end = offset + data.remaining();
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * end);
      }
      data.get(bytes, offset, data.remaining());
      length = Math.max(length, end);
    }

    void truncate(int to) {
      if (to < length) {
        Arrays.fill(bytes, to, length, (byte) 0);
      } else if (to > bytes.length) {
        bytes = Arrays.copyOf(bytes, to);
      }
      length = to;
    }

    byte[] content() {
      return Arrays.copyOf(bytes, length);
    }
  }
}
