package dev.keyhook.subscriptions.internal;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a proxy for HTTPS only: plain HTTP is allowed on loopback addresses, and a proxy would
 * read its credentials. Thread-safe if the given selector is.
 */
final class ProxyForTls extends ProxySelector {

  private final @Nullable ProxySelector selector;

  ProxyForTls(@Nullable ProxySelector selector) {
    this.selector = selector;
  }

  @Override
  public List<Proxy> select(URI target) {
    return selector == null || !"https".equals(target.getScheme())
        ? List.of(Proxy.NO_PROXY)
        : selector.select(target);
  }

  @Override
  public void connectFailed(URI target, SocketAddress proxy, IOException error) {
    if (selector != null) {
      selector.connectFailed(target, proxy, error);
    }
  }
}
