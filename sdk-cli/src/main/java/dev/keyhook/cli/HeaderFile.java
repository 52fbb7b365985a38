package dev.keyhook.cli;

import dev.keyhook.WebhookRequest;

/** Reads headers from a file: {@code Name: value} lines, as curl and most tools print them. */
final class HeaderFile {

  private HeaderFile() {}

  /**
   * Returns a POST with the headers of the text; other lines, such as the request line, are
   * ignored.
   */
  static WebhookRequest request(String headers, byte[] body) {
    WebhookRequest.Builder request = WebhookRequest.builder("POST").body(body);
    headers
        .lines()
        .map(line -> line.startsWith("> ") ? line.substring(2) : line)
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              String name = colon < 0 ? "" : line.substring(0, colon);
              if (!name.isEmpty() && name.chars().noneMatch(Character::isWhitespace)) {
                request.header(name, line.substring(colon + 1).strip());
              }
            });
    return request.build();
  }
}
