package dev.keyhook.cli.send;

import dev.keyhook.cli.CommandException;
import dev.keyhook.cli.Input;
import dev.keyhook.cli.body.VendorGuess;
import dev.keyhook.cli.catalogue.Catalogue;
import dev.keyhook.cli.catalogue.EventDescription;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.testkit.schlagehome.SchlageHomeSamples;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the content: exactly one of them. */
final class ContentOptions {

  @Option(
      names = "--type",
      split = ",",
      paramLabel = "TYPE",
      description = "Samples of these types, divided by commas; 'keyhook events' lists them.")
  private List<String> types = List.of();

  @Option(
      names = "--body",
      paramLabel = "FILE|-",
      description =
          "A body of your own. Sent unchanged; with --count or --for, each gets an id of its own.")
  private @Nullable String body;

  @Option(names = "--all", description = "Samples of all types of the vendor, or of both.")
  private boolean all;

  boolean isBody() {
    return body != null;
  }

  /** Returns the bodies to send, in turn. */
  List<BodyTemplate> templates(TargetOptions target) {
    if (body != null) {
      byte[] bytes = Input.bytes(body);
      Vendor fallback = target.vendorOfPath();
      Vendor vendor =
          VendorGuess.of(bytes).orElse(fallback == null ? Vendor.SMARTPHONEKEY : fallback);
      return List.of(BodyTemplate.of(vendor, bytes));
    }
    List<EventDescription> events = all ? all(target) : named();
    return events.stream().map(ContentOptions::template).toList();
  }

  private static BodyTemplate template(EventDescription event) {
    return sample(event.vendor(), event.type());
  }

  /** Returns the sample of a type. */
  static BodyTemplate sample(Vendor vendor, String type) {
    byte[] sample =
        vendor == Vendor.SMARTPHONEKEY
            ? SmartphoneKeySamples.of(type)
            : SchlageHomeSamples.of(type);
    return BodyTemplate.of(vendor, sample);
  }

  private List<EventDescription> named() {
    Catalogue catalogue = Catalogue.get();
    List<EventDescription> events = new ArrayList<>();
    for (String type : types) {
      events.add(
          catalogue
              .find(type)
              .orElseThrow(
                  () -> {
                    List<String> similar = catalogue.similar(type);
                    String advice =
                        similar.isEmpty()
                            ? "'keyhook events' lists all"
                            : "did you mean " + String.join(", ", similar) + "?";
                    return CommandException.usage(
                        "There is no event type '" + type + "'; " + advice);
                  }));
    }
    return events;
  }

  private static List<EventDescription> all(TargetOptions target) {
    Vendor ofPath = target.vendorOfPath();
    List<EventDescription> events = new ArrayList<>();
    for (Vendor vendor : Vendor.all()) {
      boolean isWanted =
          ofPath != null
              ? vendor == ofPath
              : target.hasSecret(vendor) || (vendor == Vendor.SMARTPHONEKEY && !target.hasSecret());
      if (isWanted) {
        events.addAll(Catalogue.get().events(vendor));
      }
    }
    return events;
  }
}
