package dev.keyhook.subscriptions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "198.17.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2001:db7::1",
        "64:ff9b::1.1.1.1"
      })
  void reachesPublicAddresses(String address) throws UnknownHostException {
    assertThat(PublicAddress.is(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fc00::1",
        "fe80::1",
        "ff02::1",
        "2001:db8::1",
        "64:ff9b::1",
        "64:ff9b::10.1.2.3",
        "64:ff9b:1::1.1.1.1",
        "2002:a01:203::1",
        "2002:101:101::1"
      })
  void doesNotReachOthers(String address) throws UnknownHostException {
    assertThat(PublicAddress.is(InetAddress.getByName(address))).isFalse();
  }

  /**
   * Every row of the registries: whether the addresses in a block are public, and its neighbours
   * before and after; {@code -} where there is no neighbour.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0/8 no - yes",
        "0.0.0.0/32 no - no",
        "10.0.0.0/8 no yes yes",
        "100.64.0.0/10 no yes yes",
        "127.0.0.0/8 no yes yes",
        "169.254.0.0/16 no yes yes",
        "172.16.0.0/12 no yes yes",
        "192.0.0.0/24 no yes yes",
        "192.0.0.0/29 no yes no",
        "192.0.0.8/32 no no yes",
        "192.0.0.9/32 yes no yes",
        "192.0.0.10/32 yes yes no",
        "192.0.0.170/32 no no no",
        "192.0.0.171/32 no no no",
        "192.0.2.0/24 no yes yes",
        "192.31.196.0/24 yes yes yes",
        "192.52.193.0/24 yes yes yes",
        "192.88.99.0/24 no yes yes",
        "192.88.99.2/32 no no no",
        "192.168.0.0/16 no yes yes",
        "192.175.48.0/24 yes yes yes",
        "198.18.0.0/15 no yes yes",
        "198.51.100.0/24 no yes yes",
        "203.0.113.0/24 no yes yes",
        "224.0.0.0/4 no yes no",
        "240.0.0.0/4 no no -",
        "255.255.255.255/32 no no -",
        "::1/128 no no no",
        "::/128 no - no",
        "::ffff:0:0/96 no no no",
        // The first and the last address contain IPv4 addresses that are not public.
        "64:ff9b::/96 no no no",
        "64:ff9b:1::/48 no no no",
        "100::/64 no no no",
        "100:0:0:1::/64 no no no",
        "2000::/3 yes no no",
        "2001::/23 no yes yes",
        "2001::/32 no yes no",
        "2001:1::1/128 yes no yes",
        "2001:1::2/128 yes yes yes",
        "2001:1::3/128 yes yes no",
        "2001:2::/48 no no no",
        "2001:3::/32 yes no no",
        "2001:4:112::/48 yes no no",
        "2001:10::/28 no no yes",
        "2001:20::/28 yes no yes",
        "2001:30::/28 yes yes no",
        "2001:db8::/32 no yes yes",
        "2002::/16 no yes yes",
        "2620:4f:8000::/48 yes yes yes",
        "3fff::/20 no yes yes",
        "5f00::/16 no no no",
        "fc00::/7 no no no",
        "fe80::/10 no no no",
        "ff00::/8 no no -"
      })
  void agreesWithTheRegistriesAtTheEdgesOfEachBlock(String row) throws UnknownHostException {
    String[] columns = row.split(" ", -1);
    String[] block = columns[0].split("/", -1);
    BigInteger first = new BigInteger(1, bytes(block[0]));
    int width = bytes(block[0]).length * 8;
    BigInteger next = first.add(BigInteger.ONE.shiftLeft(width - Integer.parseInt(block[1])));

    assertThat(isPublic(first, width)).isEqualTo(columns[1]);
    assertThat(isPublic(next.subtract(BigInteger.ONE), width)).isEqualTo(columns[1]);
    assertThat(isPublic(first.subtract(BigInteger.ONE), width)).isEqualTo(columns[2]);
    assertThat(isPublic(next, width)).isEqualTo(columns[3]);
  }

  /** Returns the bytes of an address; the JDK makes a mapped address an IPv4 address. */
  private static byte[] bytes(String address) throws UnknownHostException {
    return address.equals("::ffff:0:0")
        ? new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0}
        : InetAddress.getByName(address).getAddress();
  }

  private static String isPublic(BigInteger address, int width) throws UnknownHostException {
    if (address.signum() < 0 || address.bitLength() > width) {
      return "-";
    }
    byte[] bytes = new byte[width / 8];
    byte[] digits = address.toByteArray();
    for (int i = 1; i <= Math.min(bytes.length, digits.length); i++) {
      bytes[bytes.length - i] = digits[digits.length - i];
    }
    InetAddress inet =
        width == 128 ? Inet6Address.getByAddress(null, bytes, -1) : InetAddress.getByAddress(bytes);
    return PublicAddress.is(inet) ? "yes" : "no";
  }
}
