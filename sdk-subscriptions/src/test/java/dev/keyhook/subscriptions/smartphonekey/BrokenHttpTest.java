package dev.keyhook.subscriptions.smartphonekey;

import static dev.keyhook.subscriptions.RawServer.hangUp;
import static dev.keyhook.subscriptions.RawServer.part;
import static dev.keyhook.subscriptions.RawServer.reset;
import static dev.keyhook.subscriptions.RawServer.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.FakeTime;
import dev.keyhook.subscriptions.RawServer;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that no HTTP server would send, and connections that break. */
@Timeout(120) // for what would otherwise be read forever
class BrokenHttpTest {

  private final FakeTime time = new FakeTime();
  private RawServer server;

  @BeforeEach
  void start() throws IOException {
    server = RawServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionResetBeforeTheRequestWasReadIsAFaultOfTheNetwork(Operation operation) {
    server.resetsAtOnce();

    TransportException error = failure(operation);

    assertThat(error.reason()).isIn(Reason.CONNECTION_LOST, Reason.UNREACHABLE);
    assertThat(server.received()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionResetAfterTheRequestIsRetriedOnlyIfThatIsSafe(Operation operation) {
    server.always(reset());

    TransportException error = failure(operation);

    assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(operation.requests(4));
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionClosedAfterTheRequestIsRetriedOnlyIfThatIsSafe(Operation operation) {
    server.always(hangUp());

    TransportException error = failure(operation);

    assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(operation.requests(4));
  }

  @ParameterizedTest
  @EnumSource
  void aTruncatedBodyIsALostConnection(Operation operation) {
    server.always(part(200, "{\"webhooks\":[", 100, hangUp()));

    TransportException error = failure(operation);

    assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(operation.requests(4));
  }

  @Test
  void aTruncatedRefusalIsStillARefusal() {
    server.always(part(400, "{\"code\":", 100, hangUp()));

    ApiException error = catchThrowableOfType(ApiException.class, () -> call(Operation.POST));

    assertThat(error.status()).isEqualTo(400);
    assertThat(error.code()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aBodyOfAHundredMegabytesIsNotRead(Operation operation) {
    AtomicLong sent = new AtomicLong();
    server.always(
        part(
            200,
            "[",
            100 << 20,
            (socket, request) -> {
              byte[] chunk = new byte[64 << 10];
              while (sent.addAndGet(chunk.length) < 100L << 20) {
                socket.getOutputStream().write(chunk);
              }
            }));

    TransportException error = failure(operation);

    assertThat(error.reason()).isEqualTo(Reason.UNREADABLE_RESPONSE);
    assertThat(error).hasMessageContaining("1048576 bytes");
    assertThat(server.received()).hasSize(1);
    assertThat(sent).hasValueLessThan(50 << 20); // what the sockets' buffers took, not all
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip"
      })
  void whatIsNoHttpIsALostConnectionOrUnreadable(String raw) {
    server.always(text(raw));

    TransportException error = failure(Operation.POST);

    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void headersWithoutEndAreBounded() {
    AtomicLong sent = new AtomicLong();
    server.always(
        (socket, request) -> {
          socket.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(UTF_8));
          byte[] line = ("X-Filler: " + "x".repeat(8000) + "\r\n").getBytes(UTF_8);
          while (sent.addAndGet(line.length) < 100L << 20) {
            socket.getOutputStream().write(line);
          }
        });

    TransportException error = failure(Operation.POST);

    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(sent).hasValueLessThan(50 << 20);
  }

  /** What a response may have besides its body, without end. */
  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;', x",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '1;extension=of-one-byte\r\nx\r\n'",
    "'', 'HTTP/1.1 103 Early Hints\r\n\r\n'"
  })
  void theBytesOfAResponseAreBounded(String head, String part) {
    AtomicLong sent = new AtomicLong();
    server.always(
        (socket, request) -> {
          socket.getOutputStream().write(head.getBytes(UTF_8));
          byte[] parts = part.repeat(64_000 / part.length()).getBytes(UTF_8);
          while (sent.addAndGet(parts.length) < 100L << 20) {
            socket.getOutputStream().write(parts);
          }
        });

    TransportException error = failure(Operation.GET);

    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(sent).hasValueLessThan(80 << 20); // of all attempts
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 205 Reset\r\nContent-Length: 5\r\n\r\nhello"
      })
  void aSuccessWithABodyThatItMustNotHaveIsASuccess(String raw) {
    server.always(text(raw));

    call(Operation.PATCH);

    assertThat(server.received()).hasSize(1);
  }

  private TransportException failure(Operation operation) {
    return operation.failure(server.url(), time.settings().build());
  }

  private void call(Operation operation) {
    operation.call(server.url(), time.settings().build());
  }
}
