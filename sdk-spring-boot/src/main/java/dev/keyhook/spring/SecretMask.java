package dev.keyhook.spring;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Masks secrets in the actuator endpoints {@code env} and {@code configprops}, whatever their
 * settings. Masks by the names of Keyhook's properties and by value, because the variable of a
 * placeholder such as {@code ${SPK_TOKEN}} has the same value.
 */
final class SecretMask implements SanitizingFunction {

  private final List<String> secrets;

  SecretMask(KeyhookProperties.SmartphoneKey properties) {
    secrets =
        properties.endpoints().stream()
            .map(VendorEndpoint::settings)
            .flatMap(settings -> Stream.of(settings.bearerTokens(), settings.header().secrets()))
            .flatMap(List::stream)
            .filter(value -> !value.startsWith("file:"))
            .toList();
  }

  @Override
  public SanitizableData apply(SanitizableData data) {
    return isSecretName(data.getKey()) || holdsSecret(data.getValue())
        ? data.withSanitizedValue()
        : data;
  }

  /** Names differ by source: YAML, environment variables, fields. */
  private static boolean isSecretName(String key) {
    String plain = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    return plain.contains("keyhook")
        && (plain.contains("bearertokens") || plain.contains("headersecrets"));
  }

  private boolean holdsSecret(Object value) {
    return value instanceof CharSequence text
        && secrets.stream().anyMatch(secret -> text.toString().contains(secret));
  }
}
