package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.TransportSettings;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Configures trusted authorities and the client's key. Stateless. */
final class Tls {

  private Tls() {}

  /** Configures a client for the API: with the trusted authorities and the client's key. */
  static void configure(OkHttpClient.Builder client, TransportSettings settings) {
    if (settings.trusted().isPresent() || settings.clientKey().isPresent()) {
      configure(
          client,
          settings.trusted().orElse(null),
          settings.clientKey().map(Tls::keyManagers).orElse(null));
    }
  }

  /** Configures a client for any other server, which must not learn the client's identity. */
  static void configureWithoutKey(OkHttpClient.Builder client, TransportSettings settings) {
    if (settings.clientKey().isPresent()) {
      configure(client, settings.trusted().orElse(null), null);
    }
  }

  private static void configure(
      OkHttpClient.Builder client, @Nullable KeyStore trusted, KeyManager @Nullable [] keys) {
    try {
      X509TrustManager trust = trustManager(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {trust}, null);
      client.sslSocketFactory(context.getSocketFactory(), trust);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("The trusted authorities cannot be used", e);
    }
  }

  private static X509TrustManager trustManager(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted); // null: the JDK's
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new IllegalStateException("The JDK has no X.509 trust manager");
  }

  private static KeyManager[] keyManagers(TransportSettings.ClientKey key) {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(key.keys(), key.password().reveal().toCharArray());
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("The client's key cannot be opened", e);
    }
  }
}
