package dev.keyhook.benchmarks;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** RSASSA-PSS with 2048 bits: our verifier, and the bare call of the same provider. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SignatureBenchmark {

  @Param({"JDK", "BouncyCastle", "Corretto", "Conscrypt"})
  public String provider;

  private final byte[] body = Bodies.schlage();
  private byte[] signature;
  private Provider jca;
  private String algorithm;
  private PublicKey key;
  private DeliveryVerifier verifier;
  private WebhookRequest request;

  @Setup
  public void setUp() throws GeneralSecurityException {
    KeyPair pair = Signatures.newKey();
    signature = Signatures.sign(pair, body);
    jca = Signatures.provider(provider);
    algorithm = Signatures.algorithm(provider);
    RSAPublicKey numbers = (RSAPublicKey) pair.getPublic();
    key =
        KeyFactory.getInstance("RSA", jca)
            .generatePublic(
                new RSAPublicKeySpec(numbers.getModulus(), numbers.getPublicExponent()));
    verifier = SchlageHomeWebhooks.signatureVerifier(jca, pair.getPublic());
    request =
        Deliveries.post("WebHook-Signature", Base64.getEncoder().encodeToString(signature), body);
  }

  @Benchmark
  public boolean bareCall() throws GeneralSecurityException {
    Signature call = Signature.getInstance(algorithm, jca);
    call.setParameter(Signatures.PARAMETERS);
    call.initVerify(key);
    call.update(body);
    if (!call.verify(signature)) {
      throw new IllegalStateException("the signature should be right");
    }
    return true;
  }

  @Benchmark
  public VerifiedDelivery keyhook() {
    return verifier.verify(request);
  }
}
