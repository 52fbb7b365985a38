package dev.keyhook.inbox;

import dev.keyhook.routing.EventContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process with an inbox, to be killed by tests. It stores each line of its input, {@code id door
 * text}, answers {@code ok id} once it is stored, and handles events: it notes start and end of
 * each attempt in a file, and with PostgreSQL writes a row in the same transaction, unless it is
 * started with {@code effects=false}.
 */
final class NodeMain {

  private final FileChannel log;
  private final boolean hasEffects;
  private final Duration work;

  private NodeMain(FileChannel log, boolean hasEffects, Duration work) {
    this.log = log;
    this.hasEffects = hasEffects;
    this.work = work;
  }

  public static void main(String[] args) throws IOException {
    Map<String, String> settings =
        List.of(args).stream()
            .map(arg -> arg.split("=", 2))
            .collect(java.util.stream.Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    String store = settings.get("store");
    boolean isPostgres = store.startsWith("jdbc:");
    NodeMain node =
        new NodeMain(
            append(settings.get("log")),
            isPostgres && !"false".equals(settings.get("effects")),
            Duration.ofMillis(Long.parseLong(settings.getOrDefault("work", "0"))));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    JdbcInbox inbox = (isPostgres ? postgres(store) : JdbcInbox.builder(Path.of(store))).open();
    InboxWorker.Builder worker =
        InboxWorker.of(inbox)
            .lease(Duration.ofMillis(Long.parseLong(settings.getOrDefault("lease", "30000"))))
            .maxAttempts(1000)
            .threads(4)
            .handle(Ring.router().otherwise(node::handle).build());
    boolean isFenced = !"false".equals(settings.get("fence"));
    (isFenced ? worker : worker.withoutFence()).start();
    out.println("open");
    String acks = settings.get("acks");
    node.serve(inbox, out, acks == null ? null : append(acks));
  }

  private static FileChannel append(String file) throws IOException {
    return FileChannel.open(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static JdbcInbox.Builder postgres(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url);
    return JdbcInbox.builder(new Pool(source, 20));
  }

  private void serve(JdbcInbox inbox, PrintStream out, FileChannel acks) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] fields = line.split(" ", -1);
      threads.execute(
          () -> {
            inbox.append(List.of(Ring.of(fields[0], fields[1], fields[2]).entry()));
            if (acks != null) {
              note(acks, fields[0]);
            }
            out.println("ok " + fields[0]);
          });
    }
  }

  private void handle(Ring ring, EventContext context) throws Exception {
    note(log, "start " + ring.id());
    if (hasEffects) {
      Effects.write(ring, context);
    }
    long end = System.nanoTime() + work.toNanos();
    for (long left = work.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(5)));
    }
    note(log, "end " + ring.id());
  }

  private static void note(FileChannel file, String line) {
    try {
      file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
