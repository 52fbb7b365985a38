package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the vectors that {@link VectorsTest} reads: {@code main} with the folder {@code
 * src/test/resources/vectors}. The RSA-PSS vectors differ each time, because their private key is
 * not kept.
 */
final class VectorGenerator {

  private VectorGenerator() {}

  static Map<String, VectorFile> files() {
    return Map.of(
        "rsa-pss.txt", RsaPssVectors.generate(),
        "hmac-of-body.txt", HmacVectors.ofBody(),
        "standard-webhooks.txt", HmacVectors.standardWebhooks(),
        "secret-in-header.txt", SecretVectors.inHeader(),
        "bearer-token.txt", SecretVectors.bearer());
  }

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (Map.Entry<String, VectorFile> file : files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue().text().getBytes(UTF_8));
    }
  }
}
