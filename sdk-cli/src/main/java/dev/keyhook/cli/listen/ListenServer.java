package dev.keyhook.cli.listen;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpServer;
import dev.keyhook.cli.CommandException;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.webhooks.WebhookHttpHandler;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeReceiverBuilder;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyReceiverBuilder;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The endpoints of both vendors and the page, on one port. */
public final class ListenServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads;
  private final EventStream stream;
  private final URI base;
  private final @Nullable StoredHandling stored;

  private ListenServer(
      HttpServer server,
      ExecutorService threads,
      EventStream stream,
      URI base,
      @Nullable StoredHandling stored) {
    this.server = server;
    this.threads = threads;
    this.stream = stream;
    this.base = base;
    this.stored = stored;
  }

  /**
   * Starts the server. When this returns, requests are accepted.
   *
   * @param onResponse called with each delivery after its response
   * @param problems receives failures that affect the whole inbox
   * @throws CommandException if the port or the inbox cannot be used
   */
  static ListenServer start(
      ListenSettings settings, Consumer<Delivery> onResponse, Consumer<String> problems) {
    // Without it, small responses wait for up to 40 ms (Nagle's algorithm, delayed ACK).
    System.setProperty("sun.net.httpserver.nodelay", "true");
    Clock clock = Clock.systemUTC();
    DeliveryLog log = new DeliveryLog();
    HttpServer server = bind(settings);
    @Nullable StoredHandling stored = null;
    boolean isStarted = false;
    try {
      if (settings.inbox() != null) {
        stored = StoredHandling.open(settings, new AttemptRecorder(log, clock, problems));
      }
      URI base = base(server);
      DeliveryJson json = new DeliveryJson(settings.redaction());
      EventStream stream = new EventStream(() -> array(log, json), log::endSecond, clock);
      PageData data =
          new PageData(
              base,
              log,
              json,
              new DeliveryDetail(log, settings.endpoints(), settings.redaction()),
              new SampleSender(base, settings.endpoints(), clock),
              stream::seconds,
              stored == null ? null : stored.data());
      ExecutorService threads = Threads.forRequests();
      server.setExecutor(threads);
      receive(server, settings, log, clock, onResponse, stored);
      server.createContext("/", new PageHandler(guard(server, settings), data, stream));
      server.start();
      stream.start();
      isStarted = true;
      return new ListenServer(server, threads, stream, base, stored);
    } finally {
      if (!isStarted) {
        server.stop(0);
        if (stored != null) {
          stored.close();
        }
      }
    }
  }

  private static HttpServer bind(ListenSettings settings) {
    try {
      return HttpServer.create(new InetSocketAddress(settings.address(), settings.port()), 1024);
    } catch (IOException e) {
      throw CommandException.unreachable(
          "Cannot listen on port "
              + settings.port()
              + " of "
              + settings.address().getHostAddress()
              + " ("
              + e.getMessage()
              + "); choose another one with --port, or 0 for any",
          e);
    }
  }

  private static URI base(HttpServer server) {
    InetSocketAddress bound = server.getAddress();
    InetAddress address = bound.getAddress();
    String host =
        address.isAnyLocalAddress()
            ? "127.0.0.1"
            : address.getHostAddress().contains(":")
                ? "[" + address.getHostAddress() + "]"
                : address.getHostAddress();
    return URI.create("http://" + host + ":" + bound.getPort());
  }

  private static PageGuard guard(HttpServer server, ListenSettings settings) {
    int port = server.getAddress().getPort();
    String token = settings.pageToken();
    return token == null
        ? PageGuard.loopback(port)
        : PageGuard.remote(port, settings.address(), settings.addressName(), token);
  }

  private static ArrayNode array(DeliveryLog log, DeliveryJson json) {
    new StoredInspection(log).run();
    ArrayNode array = Json.array();
    log.changes(json::summary).forEach(array::add);
    return array;
  }

  private static void receive(
      HttpServer server,
      ListenSettings settings,
      DeliveryLog log,
      Clock clock,
      Consumer<Delivery> onResponse,
      @Nullable StoredHandling stored) {
    Map<Vendor, VendorEndpoint> endpoints = settings.endpoints();
    for (VendorEndpoint endpoint : endpoints.values()) {
      DeliveryRecorder recorder = new DeliveryRecorder(log, endpoint.vendor(), clock, onResponse);
      WebhookReceiver receiver =
          endpoint.vendor() == Vendor.SMARTPHONEKEY
              ? smartphoneKey(endpoint, settings, recorder, stored)
              : schlageHome(endpoint, settings, recorder, stored);
      server.createContext(endpoint.vendor().path(), WebhookHttpHandler.of(receiver));
    }
  }

  private static WebhookReceiver smartphoneKey(
      VendorEndpoint endpoint,
      ListenSettings settings,
      DeliveryRecorder recorder,
      @Nullable StoredHandling stored) {
    SmartphoneKeyReceiverBuilder builder =
        SmartphoneKeyWebhooks.receiver(endpoint.verifier()).listener(recorder);
    if (settings.partnerId() != null) {
      builder.partnerId(settings.partnerId());
    }
    EventRouter<SmartphoneKeyEvent> router = settings.handling().smartphoneKey();
    return stored == null
        ? builder.handle(router).onFailure((delivery, cause) -> {}).build()
        : builder.inbox(stored.inbox()).build();
  }

  private static WebhookReceiver schlageHome(
      VendorEndpoint endpoint,
      ListenSettings settings,
      DeliveryRecorder recorder,
      @Nullable StoredHandling stored) {
    SchlageHomeReceiverBuilder builder =
        SchlageHomeWebhooks.receiver(endpoint.verifier()).listener(recorder);
    EventRouter<SchlageHomeEvent> router = settings.handling().schlageHome();
    return stored == null
        ? builder.handle(router).onFailure((delivery, cause) -> {}).build()
        : builder.inbox(stored.inbox()).build();
  }

  /** Returns the base URL, such as {@code http://127.0.0.1:8080}. */
  public URI base() {
    return base;
  }

  /** Stops: first the server, then the worker, then the inbox. */
  @Override
  public void close() {
    close(1);
  }

  /** Stops; running requests get this many seconds to finish. */
  void close(int seconds) {
    stream.close();
    server.stop(seconds);
    threads.shutdownNow();
    if (stored != null) {
      stored.close();
    }
  }
}
