package dev.keyhook.spring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.core.io.ResourceLoader;

/** Reads secrets and keys that properties give literally or by the location of a file. */
final class CredentialTexts {

  private final ResourceLoader resources;

  CredentialTexts(ResourceLoader resources) {
    this.resources = resources;
  }

  /**
   * Returns suppliers that read the values of a property.
   *
   * @param isLocation whether a value is a location
   */
  List<Supplier<String>> of(List<String> values, Predicate<String> isLocation) {
    return values.stream().map(value -> text(value, isLocation.test(value))).toList();
  }

  private Supplier<String> text(String value, boolean isLocation) {
    return isLocation ? () -> read(value) : () -> value;
  }

  private String read(String location) {
    try {
      return resources.getResource(location).getContentAsString(UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + location + " cannot be read", e);
    }
  }
}
