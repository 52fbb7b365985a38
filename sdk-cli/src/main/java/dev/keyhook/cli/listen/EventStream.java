package dev.keyhook.cli.listen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Sends changes to open pages, as server-sent events. A page that reads too slowly reloads
 * everything.
 */
final class EventStream implements AutoCloseable {

  private static final int MAX_PAGES = 32;
  private static final int MAX_QUEUED = 200;
  private static final int MAX_SECONDS = 300;
  private static final String RELOAD = message("reload", "{}");

  private final List<BlockingQueue<String>> pages = new CopyOnWriteArrayList<>();
  private final ArrayDeque<JsonNode> seconds = new ArrayDeque<>();
  private final Supplier<ArrayNode> changes;
  private final Supplier<Statistics.Second> endSecond;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);

  EventStream(Supplier<ArrayNode> changes, Supplier<Statistics.Second> endSecond, Clock clock) {
    this.changes = changes;
    this.endSecond = endSecond;
    this.clock = clock;
  }

  void start() {
    Thread thread = new Thread(this::run, "keyhook-page");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      for (int tick = 1; !stopped.await(100, TimeUnit.MILLISECONDS); tick++) {
        tellChanges();
        if (tick % 10 == 0) {
          tellSecond();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellChanges() {
    ArrayNode changed = changes.get();
    if (!changed.isEmpty()) {
      tell("deliveries", changed);
    }
  }

  private void tellSecond() {
    Statistics.Second second = endSecond.get();
    ObjectNode node =
        Json.object()
            .put("at", clock.instant().getEpochSecond())
            .put("requests", second.requests())
            .put("failed", second.failed())
            .put("p50", second.p50Millis())
            .put("p99", second.p99Millis());
    synchronized (seconds) {
      seconds.add(node);
      if (seconds.size() > MAX_SECONDS) {
        seconds.remove();
      }
    }
    tell("second", node);
  }

  /** Returns the last minutes, second by second. */
  ArrayNode seconds() {
    ArrayNode list = Json.array();
    synchronized (seconds) {
      seconds.forEach(list::add);
    }
    return list;
  }

  /** Sends an event to all pages. */
  void tell(String event, JsonNode data) {
    if (pages.isEmpty()) {
      return;
    }
    String message = message(event, Json.compact(data));
    for (BlockingQueue<String> page : pages) {
      if (!page.offer(message)) {
        page.clear();
        page.add(RELOAD);
      }
    }
  }

  private static String message(String event, String json) {
    return "event: " + event + "\ndata: " + json + "\n\n";
  }

  /** Writes to a page until it is closed. */
  void serve(OutputStream out) throws IOException {
    BlockingQueue<String> page = new ArrayBlockingQueue<>(MAX_QUEUED);
    if (pages.size() >= MAX_PAGES) {
      return;
    }
    pages.add(page);
    try {
      out.write("retry: 1000\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      while (stopped.getCount() > 0) {
        String message = page.poll(15, TimeUnit.SECONDS);
        // A periodic comment detects pages that were closed.
        out.write((message == null ? ":\n\n" : message).getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pages.remove(page);
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    pages.forEach(page -> page.offer(RELOAD));
  }
}
