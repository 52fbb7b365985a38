package dev.keyhook.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.adyen.model.notification.NotificationRequestItem;
import com.adyen.notification.WebhookHandler;
import com.adyen.util.HMACValidator;
import com.linecorp.bot.parser.LineSignatureValidator;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SignatureException;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Shared secrets: our verifiers, the comparison alone, and the verification of other SDKs, which
 * sign the body with HMAC-SHA-256.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SecretBenchmark {

  private static final String HMAC_KEY =
      "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";

  private final byte[] body = Bodies.residentAdded();

  private final DeliveryVerifier bearer = SmartphoneKeyWebhooks.bearerVerifier(Deliveries.secret());
  private final DeliveryVerifier twoSecrets =
      SmartphoneKeyWebhooks.bearerVerifier(Deliveries.secret(), Secret.of("the-next-one"));
  private final DeliveryVerifier header =
      SmartphoneKeyWebhooks.headerVerifier("X-Api-Key", Deliveries.secret());
  private final WebhookRequest inAuthorization = Deliveries.bearer(body);
  private final WebhookRequest inHeader = Deliveries.post("X-Api-Key", Deliveries.SECRET, body);
  private final byte[] secret = Deliveries.SECRET.getBytes(US_ASCII);

  private final byte[] lineBody = Bodies.line();
  private final LineSignatureValidator line = new LineSignatureValidator(secret);
  private final String lineSignature =
      Base64.getEncoder().encodeToString(line.generateSignature(lineBody));

  private final byte[] stripeBody = Bodies.stripe();
  private String stripeSignature;

  private final HMACValidator adyen = new HMACValidator();
  private NotificationRequestItem adyenItem;

  @Setup
  public void setUp() throws GeneralSecurityException, IOException {
    String stripeText = new String(stripeBody, UTF_8);
    stripeSignature = Webhook.Signature.generateSignatureHeader(stripeText, Deliveries.SECRET);
    String adyenSignature = adyen.calculateHMAC(adyenItem("unsigned"), HMAC_KEY);
    adyenItem = adyenItem(adyenSignature);
  }

  private static NotificationRequestItem adyenItem(String signature) throws IOException {
    String text = new String(Bodies.adyen(signature), UTF_8);
    return new WebhookHandler().handleNotificationJson(text).getNotificationItems().get(0);
  }

  /** The comparison alone. */
  @Benchmark
  public boolean isEqual() {
    return MessageDigest.isEqual(secret, inHeader.header("X-Api-Key").get(0).getBytes(US_ASCII));
  }

  @Benchmark
  public VerifiedDelivery keyhookBearer() {
    return bearer.verify(inAuthorization);
  }

  @Benchmark
  public VerifiedDelivery keyhookBearerOfTwo() {
    return twoSecrets.verify(inAuthorization);
  }

  @Benchmark
  public VerifiedDelivery keyhookHeader() {
    return header.verify(inHeader);
  }

  /** Adyen signs some fields of the event, so it verifies after parsing. */
  @Benchmark
  public boolean adyen() throws SignatureException {
    return requireTrue(adyen.validateHMAC(adyenItem, HMAC_KEY));
  }

  @Benchmark
  public boolean line() {
    return requireTrue(line.validateSignature(lineBody, lineSignature));
  }

  /** Without the check of the time stamp. */
  @Benchmark
  public boolean stripe() throws SignatureVerificationException {
    return requireTrue(
        Webhook.Signature.verifyHeader(
            new String(stripeBody, UTF_8), stripeSignature, Deliveries.SECRET, 0));
  }

  private static boolean requireTrue(boolean verified) {
    if (!verified) {
      throw new IllegalStateException("the signature should be right");
    }
    return true;
  }
}
