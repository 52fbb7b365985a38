package dev.keyhook.benchmarks;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;

/** Signs bodies as Schlage Home does, and lists the providers that can verify the signatures. */
final class Signatures {

  static final PSSParameterSpec PARAMETERS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private Signatures() {}

  static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  static byte[] sign(KeyPair key, byte[] body) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(PARAMETERS);
    signature.initSign(key.getPrivate());
    signature.update(body);
    return signature.sign();
  }

  /** Returns the names of the providers that run on this machine. */
  static String[] providers() {
    List<String> names = new ArrayList<>(List.of("JDK", "BouncyCastle"));
    String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    // Their jars on this class path contain native code for one platform only.
    if (machine.toLowerCase(Locale.ROOT).equals("linux amd64")) {
      names.add("Corretto");
      names.add("Conscrypt");
    }
    return names.toArray(String[]::new);
  }

  static Provider provider(String name) {
    return switch (name) {
      case "BouncyCastle" -> new BouncyCastleProvider();
      case "Corretto" -> AmazonCorrettoCryptoProvider.INSTANCE;
      case "Conscrypt" -> Conscrypt.newProvider();
      default -> Security.getProvider("SunRsaSign");
    };
  }

  /** Conscrypt uses another name for the algorithm. */
  static String algorithm(String provider) {
    return provider.equals("Conscrypt") ? "SHA256withRSA/PSS" : "RSASSA-PSS";
  }
}
