package dev.keyhook.cli.listen;

import dev.keyhook.cli.Json;
import dev.keyhook.cli.Output;
import dev.keyhook.cli.catalogue.Vendor;
import java.net.URI;
import java.util.List;

/** Prints the URLs of endpoints and page at the start, and a command to try. */
final class Banner {

  private final Output output;
  private final URI base;

  Banner(Output output, URI base) {
    this.output = output;
    this.base = base;
  }

  void print(ListenSettings settings, List<String> examples) {
    if (output.isJson()) {
      output.json(Json.object().put("listening", base.toString()));
      return;
    }
    String page =
        base + "/" + (settings.pageToken() == null ? "" : "?token=" + settings.pageToken());
    output.styledLine(output.style("bold", "Page           ") + output.style("cyan", page));
    for (Vendor vendor : settings.endpoints().keySet()) {
      output.line(String.format("%-14s %s", vendor.label(), base.resolve(vendor.path())));
    }
    if (settings.inbox() != null) {
      output.line("Inbox          deliveries are stored, then handled");
    }
    output.line("");
    output.line("Try it:");
    examples.forEach(example -> output.line("  " + example));
    output.line("");
    output.line("For deliveries from outside, put a tunnel in front of the endpoints, such as:");
    output.line(
        "  cloudflared tunnel --url " + base + "     ssh -R 80:" + base.getAuthority() + " HOST");
    output.line(
        "and check its URL: keyhook preflight https://TUNNEL" + Vendor.SMARTPHONEKEY.path());
    output.line("The page is not available through it. Stop with Ctrl-C.");
    output.line("");
  }
}
