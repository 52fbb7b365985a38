package dev.keyhook.cli.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.catalogue.Vendor;
import java.io.IOException;
import java.util.Optional;

/** Recognises the vendor of a body by its outermost fields. */
public final class VendorGuess {

  private VendorGuess() {}

  /** Returns the vendor; empty if the body is not an object of either vendor. */
  public static Optional<Vendor> of(byte[] body) {
    try (JsonParser parser = Json.mapper().createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        for (Vendor vendor : Vendor.all()) {
          if (name.equals(vendor.typeField())) {
            return Optional.of(vendor);
          }
        }
        parser.nextToken();
        parser.skipChildren();
      }
    } catch (IOException e) {
      return Optional.empty(); // the vendor's parser reports where it is invalid
    }
    return Optional.empty();
  }
}
