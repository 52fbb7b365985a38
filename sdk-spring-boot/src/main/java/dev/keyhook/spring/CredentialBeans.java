package dev.keyhook.spring;

import dev.keyhook.Secret;
import java.security.PublicKey;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/**
 * Credentials from {@code Supplier} beans of the application. Without accounts there is one bean
 * for each vendor. With accounts, the qualifier of a bean is the name of its endpoint, so that no
 * account accepts the credentials of another one.
 */
final class CredentialBeans implements CredentialSource {

  private final ListableBeanFactory beans;
  private final KeyhookProperties properties;
  private final ObjectProvider<Supplier<? extends Collection<Secret>>> secrets;
  private final ObjectProvider<Supplier<? extends Collection<? extends PublicKey>>> publicKeys;

  CredentialBeans(
      ListableBeanFactory beans,
      KeyhookProperties properties,
      ObjectProvider<Supplier<? extends Collection<Secret>>> secrets,
      ObjectProvider<Supplier<? extends Collection<? extends PublicKey>>> publicKeys) {
    this.beans = beans;
    this.properties = properties;
    this.secrets = secrets;
    this.publicKeys = publicKeys;
  }

  @Override
  public @Nullable Supplier<? extends Collection<Secret>> secrets(String endpoint) {
    return properties.smartphonekey().accounts().isEmpty()
        ? secrets.getIfAvailable()
        : qualified(endpoint);
  }

  @Override
  public @Nullable Supplier<? extends Collection<? extends PublicKey>> publicKeys(String endpoint) {
    return properties.schlageHome().accounts().isEmpty()
        ? publicKeys.getIfAvailable()
        : qualified(endpoint);
  }

  @SuppressWarnings("unchecked") // the endpoint checks the first values at start
  private <T> @Nullable Supplier<T> qualified(String endpoint) {
    Map<String, ?> named =
        BeanFactoryAnnotationUtils.qualifiedBeansOfType(beans, Supplier.class, endpoint);
    if (named.size() > 1) {
      throw new KeyhookConfigurationException(
          "Several Supplier beans have the qualifier " + endpoint + ": " + named.keySet() + ".",
          "Keep one of them.");
    }
    return named.isEmpty() ? null : (Supplier<T>) named.values().iterator().next();
  }
}
