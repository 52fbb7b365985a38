package dev.keyhook.subscriptions.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Distinguishes public addresses from special-purpose ones (RFC 6890). Stateless. */
final class PublicAddress {

  /** 64:ff9b::/96, under which a network with IPv6 only reaches IPv4 hosts (RFC 6052). */
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  /** 2002::/16, whose addresses contain an IPv4 address (RFC 3056). */
  private static final byte[] SIX_TO_FOUR = {0x20, 0x02};

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
    if (!(address instanceof Inet6Address)) {
      return isPublic4(bytes);
    }
    if (startsWith(bytes, NAT64)) {
      return isPublic(Arrays.copyOfRange(bytes, 12, 16));
    }
    if (startsWith(bytes, SIX_TO_FOUR)) {
      return isPublic(Arrays.copyOfRange(bytes, 2, 6));
    }
    return isPublic6(bytes);
  }

  private static boolean startsWith(byte[] address, byte[] prefix) {
    return Arrays.equals(address, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static boolean isPublic(byte[] embedded) {
    try {
      return is(InetAddress.getByAddress(embedded));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An IPv4 address has four bytes", e);
    }
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
    return (a[0] & 0xe0) == 0x20 && !isDocumentation; // 2000::/3 is all that is assigned
  }
}
