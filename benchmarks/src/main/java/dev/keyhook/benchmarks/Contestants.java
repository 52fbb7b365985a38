package dev.keyhook.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.bot.parser.LineSignatureValidator;
import com.stripe.net.Webhook;
import dev.keyhook.benchmarks.first.Closure;
import dev.keyhook.benchmarks.first.FirstDatabind;
import dev.keyhook.benchmarks.first.FirstEvents.Contestant;
import dev.keyhook.benchmarks.first.FirstKeyhook;
import dev.keyhook.benchmarks.first.FirstLine;
import dev.keyhook.benchmarks.first.FirstNothing;
import dev.keyhook.benchmarks.first.FirstReceiver;
import dev.keyhook.benchmarks.first.FirstStripe;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The programs that are compared by the time to the first event, each with a delivery of its own
 * vendor.
 */
final class Contestants {

  private static final String SECRET = Deliveries.SECRET;
  private static final String WHO = "Ada Example";

  private Contestants() {}

  static List<Contestant> of(Map<String, Closure> closures) {
    String resident = new String(Bodies.residentAdded(), UTF_8);
    String line = new String(Bodies.line(), UTF_8);
    String stripe = new String(Bodies.stripe(), UTF_8);
    Supplier<String> bearer = Deliveries::authorization;
    String keyhook = closures.get("Keyhook").classPath();
    String databind = closures.get("databind").classPath();
    return List.of(
        new Contestant("JVM alone", FirstNothing.class, "", resident, bearer, SECRET, WHO),
        new Contestant("Keyhook", FirstKeyhook.class, keyhook, resident, bearer, SECRET, WHO),
        new Contestant(
            "Keyhook's receiver", FirstReceiver.class, keyhook, resident, bearer, SECRET, WHO),
        new Contestant("databind", FirstDatabind.class, databind, resident, bearer, SECRET, WHO),
        new Contestant(
            "line-bot-parser",
            FirstLine.class,
            closures.get("line-bot-parser").classPath(),
            line,
            () -> lineSignature(line),
            SECRET,
            WHO),
        new Contestant(
            "stripe-java",
            FirstStripe.class,
            closures.get("stripe-java").classPath(),
            stripe,
            () -> stripeSignature(stripe),
            SECRET,
            WHO));
  }

  private static String lineSignature(String body) {
    byte[] signature =
        new LineSignatureValidator(SECRET.getBytes(UTF_8)).generateSignature(body.getBytes(UTF_8));
    return Base64.getEncoder().encodeToString(signature);
  }

  /** Contains the current time, because the verifier rejects old time stamps. */
  private static String stripeSignature(String body) {
    try {
      return Webhook.Signature.generateSignatureHeader(body, SECRET);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
