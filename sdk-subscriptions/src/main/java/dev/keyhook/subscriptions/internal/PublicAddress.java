package dev.keyhook.subscriptions.internal;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Tells addresses that the whole Internet can reach from those it cannot (RFC 6890). Stateless. */
final class PublicAddress {

  private PublicAddress() {}

  static boolean is(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address ? isPublic6(bytes) : isPublic4(bytes);
  }

  private static boolean isPublic4(byte[] a) {
    int first = a[0] & 0xff;
    int second = a[1] & 0xff;
    int third = a[2] & 0xff;
    return !(first == 0 // "this network"
        || (first == 100 && second >= 64 && second < 128) // carrier-grade NAT, RFC 6598
        || (first == 192 && second == 0 && (third == 0 || third == 2)) // IETF, documentation
        || (first == 198 && (second == 18 || second == 19)) // benchmarks, RFC 2544
        || (first == 198 && second == 51 && third == 100) // documentation
        || (first == 203 && second == 0 && third == 113) // documentation
        || first >= 240); // reserved, broadcast
  }

  private static boolean isPublic6(byte[] a) {
    boolean isDocumentation =
        (a[0] & 0xff) == 0x20
            && (a[1] & 0xff) == 0x01
            && (a[2] & 0xff) == 0x0d
            && (a[3] & 0xff) == 0xb8;
    return (a[0] & 0xe0) == 0x20 && !isDocumentation; // 2000::/3 is all that is handed out
  }
}
