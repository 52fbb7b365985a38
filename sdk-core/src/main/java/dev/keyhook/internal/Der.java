package dev.keyhook.internal;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Writes the DER structure (ITU-T X.690) that the JDK expects around a PKCS#1 key. */
final class Der {

  private static final int BIT_STRING = 0x03;
  private static final int SEQUENCE = 0x30;

  /** AlgorithmIdentifier of rsaEncryption with its NULL parameters (RFC 8017 appendix A.1). */
  private static final byte[] RSA_ENCRYPTION =
      HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  private Der() {}

  /** Returns a PKCS#1 key as an X.509 SubjectPublicKeyInfo (RFC 5280 section 4.1). */
  static byte[] rsaSubjectPublicKeyInfo(byte[] pkcs1) {
    ByteArrayOutputStream bits = new ByteArrayOutputStream();
    bits.write(0); // no unused bits
    bits.writeBytes(pkcs1);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(RSA_ENCRYPTION);
    content.writeBytes(value(BIT_STRING, bits.toByteArray()));
    return value(SEQUENCE, content.toByteArray());
  }

  private static byte[] value(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else {
      int size = (39 - Integer.numberOfLeadingZeros(length)) / 8;
      out.write(0x80 | size);
      for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
        out.write(length >>> shift);
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
