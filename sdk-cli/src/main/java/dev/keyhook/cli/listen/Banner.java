package dev.keyhook.cli.listen;

import dev.keyhook.cli.Json;
import dev.keyhook.cli.Output;
import dev.keyhook.cli.catalogue.Vendor;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Prints the URLs of endpoints and page at the start, and a command to try. */
final class Banner {

  private final Output output;
  private final URI base;

  Banner(Output output, URI base) {
    this.output = output;
    this.base = base;
  }

  void print(ListenSettings settings, @Nullable String madeToken) {
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
    output.line("  keyhook send --to " + base + " --type KeyAdded" + tokenOption(madeToken));
    output.line("  " + curl(madeToken));
    output.line("");
    output.line("For deliveries from outside, put a tunnel in front of the endpoints, such as:");
    output.line(
        "  cloudflared tunnel --url " + base + "     ssh -R 80:" + base.getAuthority() + " HOST");
    output.line(
        "and check its URL: keyhook preflight https://TUNNEL" + Vendor.SMARTPHONEKEY.path());
    output.line("The page is not available through it. Stop with Ctrl-C.");
    output.line("");
  }

  private static String tokenOption(@Nullable String madeToken) {
    return " --token " + (madeToken == null ? "env:TOKEN" : madeToken);
  }

  private String curl(@Nullable String madeToken) {
    String token = madeToken == null ? "$TOKEN" : madeToken;
    return "curl -i -H \"Authorization: Bearer "
        + token
        + "\" -d '{\"detail-type\":\"KeyAdded\",\"id\":\"1\",\"detail\":{\"data\":{}}}' "
        + base.resolve(Vendor.SMARTPHONEKEY.path());
  }
}
