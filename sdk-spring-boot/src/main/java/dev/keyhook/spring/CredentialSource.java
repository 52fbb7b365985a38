package dev.keyhook.spring;

import dev.keyhook.Secret;
import java.security.PublicKey;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Provides secrets and keys of endpoints instead of their properties. */
interface CredentialSource {

  /** Returns the secrets of an endpoint; null to use those of its properties. */
  @Nullable Supplier<? extends Collection<Secret>> secrets(String endpoint);

  /** Returns the public keys of an endpoint; null to use those of its properties. */
  @Nullable Supplier<? extends Collection<? extends PublicKey>> publicKeys(String endpoint);
}
