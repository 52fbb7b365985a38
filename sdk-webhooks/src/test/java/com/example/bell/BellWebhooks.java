package com.example.bell;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.ReceiverBuilder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Verifiers and receivers of the vendor's webhooks. The receiver builder adds an option. */
public final class BellWebhooks {

  private BellWebhooks() {}

  /** Returns a verifier of the checksum that this vendor calls a signature. */
  public static DeliveryVerifier checksumVerifier() {
    return new ChecksumVerifier();
  }

  /** Returns the value of the vendor's header for a body. */
  public static String checksum(byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return HexFormat.of().toHexDigits(crc.getValue());
  }

  /** Returns a builder of a receiver. */
  public static Builder receiver(DeliveryVerifier verifier) {
    return new Builder(verifier);
  }

  /** Builds a receiver of the vendor's webhooks. */
  public static final class Builder extends ReceiverBuilder<BellEvent, Builder> {

    private Builder(DeliveryVerifier verifier) {
      super("bell", verifier, limits -> BellEvents.parser());
      validation("GET", Builder::challenged);
    }

    private static WebhookResponse challenged(WebhookRequest request) {
      String target = request.target().orElse("");
      String challenge = target.substring(target.indexOf('=') + 1);
      return WebhookResponse.of(
          200, Map.of("Content-Type", "text/plain"), challenge.getBytes(US_ASCII));
    }

    /** Accepts the events of one site only. */
    public Builder site(String name) {
      return accept(event -> event.site().equals(name));
    }
  }

  private static final class ChecksumVerifier extends DeliveryVerifier {

    @Override
    protected String authenticate(WebhookRequest request) {
      if (!request.header("X-Bell-Checksum").equals(List.of(checksum(request.body())))) {
        throw new DeliveryVerificationException(Reason.MISMATCH, "The checksum is wrong");
      }
      return "checksum";
    }
  }
}
