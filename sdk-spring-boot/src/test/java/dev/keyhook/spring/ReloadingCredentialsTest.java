package dev.keyhook.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.Secret;
import dev.keyhook.testkit.schlagehome.SchlageHomeDeliveries;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.DefaultResourceLoader;

class ReloadingCredentialsTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  @TempDir private Path folder;

  private final AtomicLong nanoTime = new AtomicLong(-5);
  private final Credentials credentials =
      new Credentials(new DefaultResourceLoader(), INTERVAL, nanoTime::get);

  @Test
  void readsAFileAgainAfterTheInterval() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "one\n");
    Supplier<List<Secret>> secrets = credentials.secrets(List.of("file:" + file, "literal"));

    assertThat(secrets.get()).containsExactly(Secret.of("one"), Secret.of("literal"));
    Files.writeString(file, "two\n");
    nanoTime.addAndGet(INTERVAL.toNanos() - 1);
    assertThat(secrets.get()).contains(Secret.of("one"));
    nanoTime.addAndGet(1);
    assertThat(secrets.get()).containsExactly(Secret.of("two"), Secret.of("literal"));
  }

  @Test
  void returnsTheSameKeysAsLongAsTheTextsAreTheSame() throws Exception {
    SchlageHomeDeliveries sender = SchlageHomeDeliveries.withNewKey();
    Path file = Files.writeString(folder.resolve("key.pem"), sender.publicKeyPem());
    Supplier<List<PublicKey>> keys =
        credentials.publicKeys(List.of("file:" + file, sender.publicKeyPem()));
    List<PublicKey> first = keys.get();

    nanoTime.addAndGet(INTERVAL.toNanos());

    assertThat(keys.get()).isSameAs(first).hasSize(2);
  }

  @Test
  void throwsWhileAFileIsMissing() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "one");
    Supplier<List<Secret>> secrets = credentials.secrets(List.of("file:" + file));
    assertThat(secrets.get()).hasSize(1);
    Files.delete(file);
    nanoTime.addAndGet(INTERVAL.toNanos());

    assertThatThrownBy(secrets::get)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("token");
    Files.writeString(file, "two");
    assertThat(secrets.get()).containsExactly(Secret.of("two"));
  }
}
