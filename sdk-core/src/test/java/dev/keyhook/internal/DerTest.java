package dev.keyhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ITU-T X.690, section 8.1.3: lengths in one byte up to 127, in more from 128 on. */
class DerTest {

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
}
