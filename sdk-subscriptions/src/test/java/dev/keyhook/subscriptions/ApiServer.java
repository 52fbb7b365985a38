package dev.keyhook.subscriptions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** An HTTP server on loopback that records requests and answers with well-formed HTTP. */
public final class ApiServer implements AutoCloseable {

  /** A request as it was received; names of headers are in lower case. */
  public record Received(
      String method, String target, Map<String, String> headers, String body, int connection) {
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** It warns of connections without a request, which tests of TLS make on purpose. */
  private static final Logger LOGGER = Logger.getLogger(MockWebServer.class.getName());

  static {
    LOGGER.setLevel(Level.SEVERE);
  }

  private final MockWebServer server = new MockWebServer();
  private final Queue<MockResponse> replies = new ConcurrentLinkedQueue<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch hasReceived = new CountDownLatch(1);
  private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
  private final String scheme;
  private volatile Function<Received, MockResponse> otherwise = request -> json(500, "{}");

  private ApiServer(String scheme) {
    this.scheme = scheme;
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            Received each = read(request);
            received.add(each);
            hasReceived.countDown();
            connections.add(each.connection());
            MockResponse reply = replies.poll();
            return reply == null ? otherwise.apply(each) : reply;
          }
        });
  }

  public static ApiServer start() throws IOException {
    return onPort(0);
  }

  public static ApiServer onPort(int port) throws IOException {
    ApiServer server = new ApiServer("http");
    server.server.start(InetAddress.getLoopbackAddress(), port);
    return server;
  }

  /** Starts a server with TLS; with client authorities, it requires a certificate of theirs. */
  public static ApiServer https(HeldCertificate certificate, HeldCertificate... clientAuthorities)
      throws IOException {
    HandshakeCertificates.Builder handshake =
        new HandshakeCertificates.Builder().heldCertificate(certificate);
    ApiServer server = new ApiServer("https");
    for (HeldCertificate authority : clientAuthorities) {
      handshake.addTrustedCertificate(authority.certificate());
      server.server.requireClientAuth();
    }
    server.server.useHttps(handshake.build().sslSocketFactory());
    server.server.start(InetAddress.getLoopbackAddress(), 0);
    return server;
  }

  /** Returns a trust store with the given certificates. */
  public static KeyStore trusting(HeldCertificate... certificates)
      throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    for (HeldCertificate each : certificates) {
      store.setCertificateEntry("trusted-" + store.size(), each.certificate());
    }
    return store;
  }

  /** Returns a store with a client's key. */
  public static KeyStore holding(HeldCertificate key, String password)
      throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "client",
        key.keyPair().getPrivate(),
        password.toCharArray(),
        new java.security.cert.Certificate[] {key.certificate()});
    return store;
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  public URI url() {
    return URI.create(scheme + "://localhost:" + server.getPort());
  }

  public ApiServer then(MockResponse reply) {
    replies.add(reply);
    return this;
  }

  public ApiServer always(MockResponse reply) {
    return always(request -> reply);
  }

  public ApiServer always(Function<Received, MockResponse> reply) {
    otherwise = reply;
    return this;
  }

  public List<Received> received() {
    return received;
  }

  /** Waits until it has received a request. */
  public void awaitRequest() throws InterruptedException {
    hasReceived.await();
  }

  /** Returns how many connections carried a request. */
  public int connections() {
    return connections.size();
  }

  public static MockResponse json(int status, String body, String... headers) {
    return response(status, "application/json", body, headers);
  }

  public static MockResponse response(int status, String type, String body, String... headers) {
    MockResponse.Builder response = new MockResponse.Builder().code(status);
    if (status != 204 || !body.isEmpty()) {
      response.body(body);
    } else {
      response.removeHeader("Content-Length");
    }
    if (!type.isEmpty()) {
      response.setHeader("Content-Type", type);
    }
    for (String header : headers) {
      int colon = header.indexOf(':');
      response.addHeaderLenient(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    return response.build();
  }

  /** Returns a response of which not even the head arrives. */
  public static MockResponse stall() {
    return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
  }

  /** Returns a response that is lost: the connection is closed in place of it. */
  public static MockResponse lost() {
    return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  }

  /** Returns a response whose body never arrives. */
  public static MockResponse stalledBody() {
    return new MockResponse.Builder()
        .body("{\"webhooks\":[]}")
        .onResponseBody(SocketEffect.Stall.INSTANCE)
        .build();
  }

  private static Received read(RecordedRequest request) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : request.getHeaders().names()) {
      headers.put(
          name.toLowerCase(Locale.ROOT), String.join(",", request.getHeaders().values(name)));
    }
    return new Received(
        request.getMethod(),
        request.getTarget(),
        headers,
        request.getBody() == null ? "" : request.getBody().string(UTF_8),
        request.getConnectionIndex());
  }

  @Override
  public void close() {
    server.close();
  }
}
