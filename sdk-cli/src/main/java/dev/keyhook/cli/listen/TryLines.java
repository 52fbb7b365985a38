package dev.keyhook.cli.listen;

import dev.keyhook.cli.catalogue.Vendor;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Command lines that deliver an event to a new receiver. They show no secret that was given. */
final class TryLines {

  private TryLines() {}

  static List<String> of(URI base, VendorOptions vendors) {
    List<String> lines = new ArrayList<>();
    String send = "keyhook send --to " + base + " --type ";
    lines.add((send + "KeyAdded " + vendors.sendOption()).strip());
    lines.add(
        "curl -i "
            + vendors.curlOption()
            + "-d '{\"detail-type\":\"KeyAdded\",\"id\":\"1\",\"detail\":{\"data\":{}}}' "
            + base.resolve(Vendor.SMARTPHONEKEY.path()));
    String signed = send + "DeviceLockStateChanged --key PRIVATE.pem";
    lines.add(
        vendors.hasOwnSchlageHomeKey()
            ? signed
            : signed + "   (after listen --schlage-home-key PUBLIC.pem)");
    lines.add("curl -i -X OPTIONS " + base.resolve(Vendor.SCHLAGE_HOME.path()));
    return lines;
  }
}
