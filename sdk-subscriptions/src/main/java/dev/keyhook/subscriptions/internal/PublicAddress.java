package dev.keyhook.subscriptions.internal;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Distinguishes addresses that are reachable from the whole Internet from others.
 *
 * <p>The tables are the IANA special-purpose address registries of IPv4 and IPv6 as published on
 * 2026-07-18 (https://www.iana.org/assignments/iana-ipv4-special-registry,
 * https://www.iana.org/assignments/iana-ipv6-special-registry), and multicast. A block without an
 * unconditional "globally reachable", such as a deprecated one, counts as unreachable. Stateless.
 */
final class PublicAddress {

  private static final int IPV4_BITS = 32;

  private static final List<Block> IPV4 =
      List.of(
          ipv4(0, 0, 0, 0, 8, false), // "this network", RFC 791
          ipv4(0, 0, 0, 0, 32, false), // "this host on this network", RFC 1122
          ipv4(10, 0, 0, 0, 8, false), // private use, RFC 1918
          ipv4(100, 64, 0, 0, 10, false), // shared address space, RFC 6598
          ipv4(127, 0, 0, 0, 8, false), // loopback, RFC 1122
          ipv4(169, 254, 0, 0, 16, false), // link local, RFC 3927
          ipv4(172, 16, 0, 0, 12, false), // private use, RFC 1918
          ipv4(192, 0, 0, 0, 24, false), // IETF protocol assignments, RFC 6890
          ipv4(192, 0, 0, 0, 29, false), // IPv4 service continuity, RFC 7335
          ipv4(192, 0, 0, 8, 32, false), // dummy address, RFC 7600
          ipv4(192, 0, 0, 9, 32, true), // Port Control Protocol anycast, RFC 7723
          ipv4(192, 0, 0, 10, 32, true), // TURN anycast, RFC 8155
          ipv4(192, 0, 0, 170, 32, false), // NAT64/DNS64 discovery, RFC 8880
          ipv4(192, 0, 0, 171, 32, false), // NAT64/DNS64 discovery, RFC 8880
          ipv4(192, 0, 2, 0, 24, false), // documentation, RFC 5737
          ipv4(192, 31, 196, 0, 24, true), // AS112, RFC 7535
          ipv4(192, 52, 193, 0, 24, true), // AMT, RFC 7450
          ipv4(192, 88, 99, 0, 24, false), // deprecated 6to4 relay anycast, RFC 7526
          ipv4(192, 88, 99, 2, 32, false), // 6a44 relay anycast, RFC 6751
          ipv4(192, 168, 0, 0, 16, false), // private use, RFC 1918
          ipv4(192, 175, 48, 0, 24, true), // direct delegation AS112, RFC 7534
          ipv4(198, 18, 0, 0, 15, false), // benchmarks, RFC 2544
          ipv4(198, 51, 100, 0, 24, false), // documentation, RFC 5737
          ipv4(203, 0, 113, 0, 24, false), // documentation, RFC 5737
          ipv4(224, 0, 0, 0, 4, false), // multicast, RFC 5771
          ipv4(240, 0, 0, 0, 4, false), // reserved, RFC 1112
          ipv4(255, 255, 255, 255, 32, false)); // limited broadcast, RFC 919

  /** 64:ff9b::/96, under which a network with IPv6 only reaches IPv4 hosts (RFC 6052). */
  private static final Block NAT64 = ipv6("64:ff9b", 96, true);

  private static final List<Block> IPV6 =
      List.of(
          ipv6("0", 0, false), // not assigned, except what follows
          ipv6("2000", 3, true), // global unicast, RFC 4291
          ipv6("0:0:0:0:0:0:0:1", 128, false), // loopback, RFC 4291
          ipv6("0", 128, false), // unspecified, RFC 4291
          ipv6("0:0:0:0:0:ffff", 96, false), // IPv4-mapped, RFC 4291
          ipv6("64:ff9b:1", 48, false), // translation within a network, RFC 8215
          ipv6("100", 64, false), // discard only, RFC 6666
          ipv6("100:0:0:1", 64, false), // dummy prefix, RFC 9780
          ipv6("2001", 23, false), // IETF protocol assignments, RFC 2928
          ipv6("2001", 32, false), // Teredo, RFC 4380
          ipv6("2001:1:0:0:0:0:0:1", 128, true), // Port Control Protocol anycast, RFC 7723
          ipv6("2001:1:0:0:0:0:0:2", 128, true), // TURN anycast, RFC 8155
          ipv6("2001:1:0:0:0:0:0:3", 128, true), // DNS-SD registration anycast, RFC 9665
          ipv6("2001:2", 48, false), // benchmarks, RFC 5180
          ipv6("2001:3", 32, true), // AMT, RFC 7450
          ipv6("2001:4:112", 48, true), // AS112, RFC 7535
          ipv6("2001:10", 28, false), // deprecated ORCHID, RFC 4843
          ipv6("2001:20", 28, true), // ORCHIDv2, RFC 7343
          ipv6("2001:30", 28, true), // drone identification, RFC 9374
          ipv6("2001:db8", 32, false), // documentation, RFC 3849
          ipv6("2002", 16, false), // 6to4, depends on relays, RFC 3056
          ipv6("2620:4f:8000", 48, true), // direct delegation AS112, RFC 7534
          ipv6("3fff", 20, false), // documentation, RFC 9637
          ipv6("5f00", 16, false), // segment identifiers, RFC 9602
          ipv6("fc00", 7, false), // unique local, RFC 4193
          ipv6("fe80", 10, false), // link local, RFC 4291
          ipv6("ff00", 8, false)); // multicast, RFC 4291

  private PublicAddress() {}

  static boolean is(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length * Byte.SIZE == IPV4_BITS) {
      return isPublic4(bytes);
    }
    if (NAT64.contains(bytes)) {
      return isPublic4(Arrays.copyOfRange(bytes, 12, 16));
    }
    return isGlobal(IPV6, bytes, false);
  }

  private static boolean isPublic4(byte[] address) {
    return isGlobal(IPV4, address, true);
  }

  /** Returns whether the smallest block that contains the address is globally reachable. */
  private static boolean isGlobal(List<Block> blocks, byte[] address, boolean byDefault) {
    boolean isGlobal = byDefault;
    int bits = -1;
    for (Block block : blocks) {
      if (block.bits > bits && block.contains(address)) {
        bits = block.bits;
        isGlobal = block.isGlobal;
      }
    }
    return isGlobal;
  }

  private static Block ipv4(int a, int b, int c, int d, int bits, boolean isGlobal) {
    return new Block(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d}, bits, isGlobal);
  }

  /** Returns a block by its first groups; all others are zero. */
  private static Block ipv6(String groups, int bits, boolean isGlobal) {
    byte[] first = new byte[16];
    int i = 0;
    for (String group : groups.split(":", -1)) {
      int value = Integer.parseInt(group, 16);
      first[i++] = (byte) (value >> 8);
      first[i++] = (byte) value;
    }
    return new Block(first, bits, isGlobal);
  }

  /** The addresses with the same first bits. */
  private static final class Block {

    private final byte[] first;
    private final int bits;
    private final boolean isGlobal;

    Block(byte[] first, int bits, boolean isGlobal) {
      this.first = first;
      this.bits = bits;
      this.isGlobal = isGlobal;
    }

    boolean contains(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % Byte.SIZE);
        if (((first[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
