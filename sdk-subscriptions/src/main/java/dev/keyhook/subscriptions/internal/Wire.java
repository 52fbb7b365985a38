package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.UnknownServiceException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.TlsVersion;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request over one new connection and reads one bounded answer, exactly once.
 *
 * <p>All habits of the HTTP library that repeat a request behind our back are off: connection
 * recovery, redirects, authenticators, its own reading of {@code Retry-After}, and kept-alive
 * connections, which may be dead when a request is written to them. Thread-safe.
 */
final class Wire implements AutoCloseable {

  private static final String HIDDEN_RETRY_AFTER = "Keyhook-Retry-After";

  private final OkHttpClient client;
  private final int maxAnswerBytes;
  private final ExecutorService threads;
  private final Set<Call> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Wire(TransportSettings settings) {
    this.maxAnswerBytes = settings.maxAnswerBytes();
    // Calls run here and not on the caller's thread, because a blocked socket hears no interrupt.
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            5,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "keyhook-subscriptions");
              thread.setDaemon(true);
              return thread;
            });
    this.client =
        new OkHttpClient.Builder()
            .connectTimeout(settings.connectTimeout())
            .readTimeout(settings.readTimeout())
            .writeTimeout(settings.readTimeout())
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .connectionSpecs(
                List.of(
                    new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
                        .tlsVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)
                        .build(),
                    ConnectionSpec.CLEARTEXT)) // for loopback, see BaseUrl
            .eventListenerFactory(call -> listener(call.request()))
            .addNetworkInterceptor(Wire::hideRetryAfter)
            .build();
  }

  /**
   * Sends a request and waits for the answer.
   *
   * @throws Failure if there is none
   */
  Answer send(Request request, Duration limit) throws Failure {
    return send(client, request, limit);
  }

  /** Sends a request to a server that may take the whole time before the first byte comes. */
  Answer sendPatiently(Request request, Duration limit) throws Failure {
    return send(client.newBuilder().readTimeout(limit).build(), request, limit);
  }

  private Answer send(OkHttpClient client, Request request, Duration limit) throws Failure {
    Progress progress = new Progress();
    if (Thread.currentThread().isInterrupted()) {
      throw new Failure(
          Reason.INTERRUPTED, false, false, "the thread was interrupted before", null);
    }
    Call call = client.newCall(request.newBuilder().tag(Progress.class, progress).build());
    running.add(call);
    try {
      if (closed) {
        throw closedDuring(progress);
      }
      Future<Answer> answer = threads.submit(() -> exchange(call, progress));
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      throw closedDuring(progress);
    } catch (InterruptedException e) {
      call.cancel();
      Thread.currentThread().interrupt();
      throw new Failure(
          Reason.INTERRUPTED, progress.sent, false, "the thread was interrupted", null);
    } catch (TimeoutException e) {
      call.cancel();
      throw new Failure(Reason.TIMED_OUT, progress.sent, true, "the time is over", null);
    } catch (ExecutionException e) {
      if (closed) {
        throw closedDuring(progress);
      }
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw classify(e.getCause() == null ? e : e.getCause(), progress);
    } finally {
      running.remove(call);
    }
  }

  /**
   * Returns all addresses of a host.
   *
   * @throws Failure if there are none, or none are found in time
   */
  List<InetAddress> resolve(String host, Duration limit) throws Failure {
    try {
      // Like a call, because a name server cannot be interrupted either.
      return threads
          .submit(() -> List.of(InetAddress.getAllByName(host)))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      throw closedDuring(new Progress());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Reason.INTERRUPTED, false, false, "the thread was interrupted", null);
    } catch (TimeoutException e) {
      throw new Failure(Reason.TIMED_OUT, false, true, "the name server does not answer", null);
    } catch (ExecutionException e) {
      throw classify(e.getCause() == null ? e : e.getCause(), new Progress());
    }
  }

  private static Failure closedDuring(Progress progress) {
    return new Failure(Reason.CLOSED, progress.sent, false, "the client was closed", null);
  }

  private Answer exchange(Call call, Progress progress) throws IOException, Failure {
    try (Response response = call.execute()) {
      boolean success = response.isSuccessful();
      byte[] body = null;
      try {
        body = read(response.body());
      } catch (IOException e) {
        if (success) {
          throw e;
        }
        // The status says enough; the rest of a refusal may be lost.
      }
      if (body == null) {
        call.cancel(); // or closing would read on for a while, to save the connection
      }
      if (body == null && success) {
        throw new Failure(
            Reason.UNREADABLE_ANSWER,
            progress.sent,
            false,
            "the answer has more than " + maxAnswerBytes + " bytes",
            null);
      }
      return new Answer(response, body == null ? new byte[0] : body);
    }
  }

  /** Returns the body, or null if it is too large. */
  private byte @Nullable [] read(ResponseBody body) throws IOException {
    BufferedSource source = body.source();
    return source.request(maxAnswerBytes + 1L) ? null : source.readByteArray();
  }

  private static Failure classify(Throwable error, Progress progress) {
    boolean sent = progress.sent;
    if (sent) {
      return error instanceof InterruptedIOException
          ? new Failure(Reason.TIMED_OUT, true, true, "no answer came in time", error)
          : new Failure(
              Reason.CONNECTION_LOST,
              true,
              true,
              "the connection broke before the answer was complete",
              error);
    }
    if (error instanceof InterruptedIOException) { // SocketTimeoutException among them
      return new Failure(
          Reason.TIMED_OUT, false, true, "no connection could be made in time", error);
    }
    if (error instanceof UnknownServiceException
        || error instanceof SSLPeerUnverifiedException
        || causedBy(error, CertificateException.class)) {
      return new Failure(
          Reason.INSECURE, false, false, "the server's certificate is not trusted", error);
    }
    if (error instanceof SSLException
        && !causedBy(error, EOFException.class)
        && !causedBy(error, SocketException.class)) {
      return new Failure(Reason.INSECURE, false, false, "TLS 1.2 or 1.3 was not possible", error);
    }
    if (error instanceof UnknownHostException) {
      return new Failure(Reason.UNREACHABLE, false, true, "the host is not known", error);
    }
    if (error instanceof ConnectException || error instanceof NoRouteToHostException) {
      return new Failure(Reason.UNREACHABLE, false, true, "no connection could be made", error);
    }
    return new Failure(
        Reason.UNREACHABLE, false, true, "the connection broke while it was made", error);
  }

  private static boolean causedBy(Throwable error, Class<? extends Throwable> type) {
    Throwable next = error;
    for (int depth = 0; next != null && depth < 16; depth++) {
      if (type.isInstance(next)) {
        return true;
      }
      next = next.getCause();
    }
    return false;
  }

  /**
   * OkHttp repeats a request by itself after 503 with 0 here, and throws at numbers over an int.
   */
  private static Response hideRetryAfter(okhttp3.Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    String value = response.header("Retry-After");
    return value == null
        ? response
        : response
            .newBuilder()
            .removeHeader("Retry-After")
            .header(HIDDEN_RETRY_AFTER, value)
            .build();
  }

  private static EventListener listener(Request request) {
    Progress progress = request.tag(Progress.class);
    return progress == null ? EventListener.NONE : progress;
  }

  /**
   * Returns a body that the HTTP library must not send a second time, should it learn new habits.
   */
  static RequestBody body(byte[] content, String contentType) {
    MediaType type = MediaType.parse(contentType);
    return new RequestBody() {
      @Override
      public @Nullable MediaType contentType() {
        return type;
      }

      @Override
      public long contentLength() {
        return content.length;
      }

      @Override
      public boolean isOneShot() {
        return true;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.write(content);
      }
    };
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends all calls and refuses new ones. */
  @Override
  public void close() {
    closed = true;
    running.forEach(Call::cancel);
    threads.shutdown();
    client.connectionPool().evictAll();
  }

  /** Remembers whether the first byte of the request may have left. */
  private static final class Progress extends EventListener {

    private volatile boolean sent;

    @Override
    public void requestHeadersStart(Call call) {
      sent = true;
    }
  }

  /** What came back. */
  static final class Answer {

    private final Response head;
    private final byte[] body;

    private Answer(Response head, byte[] body) {
      this.head = head;
      this.body = body;
    }

    int status() {
      return head.code();
    }

    boolean isSuccess() {
      return head.isSuccessful();
    }

    byte[] body() {
      return body;
    }

    @Nullable String header(String name) {
      return head.header(name);
    }

    @Nullable Duration retryAfter(Instant now) {
      return RetryAfter.read(head.header(HIDDEN_RETRY_AFTER), now);
    }

    /** Returns when the server's certificate expires; null without TLS. */
    @Nullable Instant certificateExpiry() {
      Handshake handshake = head.handshake();
      return handshake != null
              && !handshake.peerCertificates().isEmpty()
              && handshake.peerCertificates().get(0) instanceof X509Certificate certificate
          ? certificate.getNotAfter().toInstant()
          : null;
    }
  }

  /** Why nothing usable came back. */
  static final class Failure extends Exception {

    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final boolean sent;
    private final boolean temporary;
    private final String explanation;

    Failure(
        Reason reason,
        boolean sent,
        boolean temporary,
        String explanation,
        @Nullable Throwable cause) {
      super(explanation, cause == null ? null : SafeCause.of(cause));
      this.reason = reason;
      this.sent = sent;
      this.temporary = temporary;
      this.explanation = explanation;
    }

    Reason reason() {
      return reason;
    }

    boolean sent() {
      return sent;
    }

    boolean isTemporary() {
      return temporary;
    }

    String explanation() {
      return explanation;
    }
  }
}
