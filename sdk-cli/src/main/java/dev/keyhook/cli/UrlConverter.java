package dev.keyhook.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts an option to an {@code http} or {@code https} URL with a host. */
public final class UrlConverter implements ITypeConverter<URI> {

  @Override
  public URI convert(String value) {
    try {
      URI url = new URI(value);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if (url.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return url;
      }
    } catch (URISyntaxException e) {
      // reported below, like a URL without a host
    }
    throw new TypeConversionException(
        "'" + value + "' is not a URL such as https://hooks.example.com/hooks/smartphonekey");
  }
}
