package dev.keyhook.spring;

import dev.keyhook.Secret;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.core.io.ResourceLoader;

/** Secrets and keys that properties give, read again at an interval. */
final class Credentials {

  private final CredentialTexts texts;
  private final Duration interval;
  private final LongSupplier nanoTime;

  Credentials(ResourceLoader resources, Duration interval, LongSupplier nanoTime) {
    this.texts = new CredentialTexts(resources);
    this.interval = interval;
    this.nanoTime = nanoTime;
  }

  /** Returns secrets that are given literally or as {@code file:/path}. */
  Supplier<List<Secret>> secrets(List<String> values) {
    return new ReloadingCredentials<>(
        texts.of(values, value -> value.startsWith("file:")),
        Secret::of,
        interval.toNanos(),
        nanoTime);
  }

  /** Returns keys that are given as PEM text or as the location of a file with it. */
  Supplier<List<PublicKey>> publicKeys(List<String> values) {
    return new ReloadingCredentials<>(
        texts.of(values, value -> !value.contains("-----BEGIN ")),
        SchlageHomeWebhooks::publicKey,
        interval.toNanos(),
        nanoTime);
  }
}
