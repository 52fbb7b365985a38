package dev.keyhook.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A header with a secret, given as {@code NAME=VALUE}; the value can be {@code env:NAME} or
 * {@code @FILE}.
 *
 * @param name the header's name
 * @param secret its value
 */
public record SecretHeader(String name, SecretText secret) {

  /** Reads the option. */
  public static final class Converter implements ITypeConverter<SecretHeader> {
    @Override
    public SecretHeader convert(String value) {
      int equals = value.indexOf('=');
      if (equals < 1) {
        throw new TypeConversionException(
            "expected NAME=VALUE, such as X-Webhook-Secret=env:WEBHOOK_SECRET");
      }
      return new SecretHeader(
          value.substring(0, equals),
          new SecretText.Converter().convert(value.substring(equals + 1)));
    }
  }
}
