package dev.keyhook.benchmarks.first;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.net.Webhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** stripe-java, with an event of Stripe. */
public final class FirstStripe {

  private FirstStripe() {}

  /**
   * Runs it.
   *
   * @param args the body's file, the header with the credential, the secret
   */
  public static void main(String[] args) throws IOException, SignatureVerificationException {
    String body = new String(Files.readAllBytes(Path.of(args[0])), UTF_8);
    Event event = Webhook.constructEvent(body, args[1], args[2]);
    if (event.getDataObjectDeserializer().getObject().orElseThrow() instanceof Customer customer) {
      System.out.println(customer.getName());
    }
  }
}
