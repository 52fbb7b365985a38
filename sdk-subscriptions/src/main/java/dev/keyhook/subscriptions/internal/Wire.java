package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.time.Duration;
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
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.EventListener;
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
 * Sends one request over one new connection and reads one bounded response, exactly once.
 *
 * <p>All automatic retries of the HTTP library are off: connection recovery, redirects,
 * authenticators, its handling of {@code Retry-After}, and persistent connections, which may be
 * dead when a request is written to them. Thread-safe.
 */
final class Wire implements AutoCloseable {

  /** Stands in for 407, which OkHttp rejects unless a proxy is configured. */
  private static final int HIDDEN_407 = 499;

  private final OkHttpClient client;
  private final Dns dns;
  private final TransportSettings settings;
  private final int maxResponseBytes;
  private final ExecutorService threads;
  private final Set<Call> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Wire(TransportSettings settings) {
    this(settings, host -> List.of(InetAddress.getAllByName(host)));
  }

  Wire(TransportSettings settings, Dns dns) {
    this.dns = dns;
    this.settings = settings;
    this.maxResponseBytes = settings.maxResponseBytes();
    // Calls run here and not on the caller's thread, because an interrupt does not end a blocked
    // socket operation.
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
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .connectTimeout(settings.connectTimeout())
            .readTimeout(settings.readTimeout())
            .writeTimeout(settings.readTimeout())
            .dns(dns)
            .socketFactory(new BoundedSockets(maxResponseBytes))
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
            .addNetworkInterceptor(Wire::hide)
            .proxyAuthenticator(new ProxyLogin(settings.proxyCredentials().orElse(null)));
    builder.proxySelector(new ProxyForTls(settings.proxy().orElseGet(ProxySelector::getDefault)));
    Tls.configure(builder, settings);
    this.client = builder.build();
  }

  /**
   * Sends a request and waits for the response.
   *
   * @param isInterruptible whether an interrupt of the calling thread ends the request; otherwise
   *     it only ends one that was not sent yet
   * @throws Failure if there is none
   */
  HttpResponse send(Request request, Duration limit, boolean isInterruptible) throws Failure {
    return send(client, request, limit, isInterruptible);
  }

  /**
   * Sends a request to a server that may take the whole time before the first byte arrives. It
   * connects to one of the given addresses, without another lookup of the name, and without a
   * proxy, which would resolve the name again.
   */
  HttpResponse sendTo(List<InetAddress> addresses, Request request, Duration limit) throws Failure {
    OkHttpClient.Builder pinned =
        client.newBuilder().readTimeout(limit).dns(host -> addresses).proxy(Proxy.NO_PROXY);
    Tls.configureWithoutKey(pinned, settings);
    return send(pinned.build(), request, limit, true);
  }

  private HttpResponse send(
      OkHttpClient client, Request request, Duration limit, boolean isInterruptible)
      throws Failure {
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
      Future<HttpResponse> response = threads.submit(() -> exchange(call, progress));
      return isInterruptible
          ? response.get(limit.toNanos(), TimeUnit.NANOSECONDS)
          : uninterrupted(response, limit);
    } catch (RejectedExecutionException e) {
      throw closedDuring(progress);
    } catch (InterruptedException e) {
      call.cancel();
      Thread.currentThread().interrupt();
      throw new Failure(
          Reason.INTERRUPTED, progress.sent(), false, "the thread was interrupted", null);
    } catch (TimeoutException e) {
      call.cancel();
      throw new Failure(Reason.TIMED_OUT, progress.sent(), true, "the time is over", null);
    } catch (ExecutionException e) {
      if (closed) {
        throw closedDuring(progress);
      }
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw Failure.of(e.getCause() == null ? e : e.getCause(), progress.sent());
    } finally {
      running.remove(call);
    }
  }

  /** Waits for a result although the thread is interrupted, and restores its interrupt flag. */
  private HttpResponse uninterrupted(Future<HttpResponse> response, Duration limit)
      throws ExecutionException, TimeoutException {
    long end = settings.nanoTime().getAsLong() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return response.get(end - settings.nanoTime().getAsLong(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
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
      return threads.submit(() -> dns.lookup(host)).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      throw closedDuring(new Progress());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Reason.INTERRUPTED, false, false, "the thread was interrupted", null);
    } catch (TimeoutException e) {
      throw new Failure(Reason.TIMED_OUT, false, true, "the name server does not answer", null);
    } catch (ExecutionException e) {
      throw Failure.of(e.getCause() == null ? e : e.getCause(), false);
    }
  }

  private static Failure closedDuring(Progress progress) {
    return new Failure(Reason.CLOSED, progress.sent(), false, "the client was closed", null);
  }

  private HttpResponse exchange(Call call, Progress progress) throws IOException, Failure {
    try (Response response = call.execute()) {
      boolean success = response.isSuccessful();
      byte @Nullable [] body = null;
      try {
        body = read(response.body());
      } catch (IOException e) {
        if (success) {
          throw e;
        }
        // The status is enough; the rest of a refusal may be lost.
      }
      if (body == null) {
        call.cancel(); // or closing would read on for a while, to save the connection
      }
      if (body == null && success) {
        throw new Failure(
            Reason.UNREADABLE_RESPONSE,
            progress.sent(),
            false,
            "the response has more than " + maxResponseBytes + " bytes",
            null);
      }
      return new HttpResponse(progress.head(response), body == null ? new byte[0] : body);
    } catch (ProtocolException e) {
      Response head = progress.head();
      if (head != null && (head.code() == 204 || head.code() == 205)) {
        return new HttpResponse(
            head, new byte[0]); // OkHttp rejects a body here; the status is a success
      }
      throw e;
    }
  }

  /** Returns the body, or null if it is too large. */
  private byte @Nullable [] read(ResponseBody body) throws IOException {
    BufferedSource source = body.source();
    return source.request(maxResponseBytes + 1L) ? null : source.readByteArray();
  }

  /**
   * Hides responses that OkHttp would act on by itself: it sends a request again after {@code
   * Retry-After: 0}, fails at numbers beyond an int, and rejects 407.
   */
  private static Response hide(okhttp3.Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    Response.Builder hidden = response.newBuilder().removeHeader("Retry-After");
    if (response.code() == HttpURLConnection.HTTP_PROXY_AUTH) {
      hidden.code(HIDDEN_407);
    }
    return hidden.build();
  }

  private static EventListener listener(Request request) {
    Progress progress = request.tag(Progress.class);
    return progress == null ? EventListener.NONE : progress;
  }

  /** Returns a body that the HTTP library must not send twice, also in later versions. */
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
}
