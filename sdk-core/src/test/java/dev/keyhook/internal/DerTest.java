package dev.keyhook.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ITU-T X.690, section 8.1.3: lengths in one byte up to 127, in more from 128 on. */
class DerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3000", // empty
        "30020500", // one byte of length
        "3081020500", // more than needed, as BER allows
        "308400000002" + "0500", // the most that is read
        "308100"
      })
  void readsLengthsInEachForm(String der) {
    assertThat(Der.outermost(HexFormat.of().parseHex(der)).isSequence()).isTrue();
  }

  @Test
  void refusesTheIndefiniteLength() {
    byte[] indefinite = new byte[2 + 128];
    indefinite[0] = 0x30;
    indefinite[1] = (byte) 0x80;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Der.outermost(indefinite))
        .withMessageContaining("no DER");
  }

  @ParameterizedTest
  @CsvSource({
    "3085000000000200,no DER",
    "30ff,no DER",
    "3082,truncated",
    "308200,truncated",
    "3003,truncated",
    "30030500,truncated",
    "3084ffffffff,truncated",
    "3084800000000500,truncated",
    "30020500ff,goes on"
  })
  void refusesLengthsThatCannotBe(String der, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Der.outermost(HexFormat.of().parseHex(der)))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 105, 106, 107, 126, 127, 128, 129, 254, 255, 256, 65534, 65535, 70000})
  void writesTheShortestLengths(int size) {
    byte[] pkcs1 = new byte[size];
    Arrays.fill(pkcs1, (byte) 7);
    byte[] bits = concat(new byte[] {0}, pkcs1);
    byte[] algorithm = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    assertThat(Der.rsaSubjectPublicKeyInfo(pkcs1))
        .isEqualTo(framed(0x30, concat(algorithm, framed(0x03, bits))));
  }

  private static byte[] framed(int tag, byte[] content) {
    String digits = Integer.toHexString(content.length);
    byte[] length = HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : "0" + digits);
    return content.length <= 127
        ? concat(new byte[] {(byte) tag, (byte) content.length}, content)
        : concat(new byte[] {(byte) tag, (byte) (128 + length.length)}, concat(length, content));
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "0603550400,2.5.4.0",
    "0603550403,2.5.4.3",
    "06092a864886f70d010101,1.2.840.113549.1.1.1",
    "06032b6570,1.3.101.112",
    "060127,0.39",
    "060128,1.0",
    "060150,2.0",
    "0600,''",
    "0403550400,''"
  })
  void readsObjectIdentifiers(String der, String dotted) {
    assertThat(child(der).objectIdentifier()).isEqualTo(dotted);
  }

  @Test
  void readsObjectIdentifiersOfUpTo32Bytes() {
    assertThat(child("0620" + "01".repeat(32)).objectIdentifier()).startsWith("0.1.1.");
    assertThat(child("0621" + "01".repeat(33)).objectIdentifier()).isEmpty();
  }

  private static Der child(String der) {
    byte[] content = HexFormat.of().parseHex(der);
    return Der.outermost(framed(0x30, content)).firstChild();
  }
}
