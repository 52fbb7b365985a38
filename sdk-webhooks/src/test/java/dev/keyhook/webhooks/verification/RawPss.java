package dev.keyhook.webhooks.verification;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Implements RSASSA-PSS (RFC 8017 section 9.1.1), to create invalid encodings that no provider
 * creates.
 */
final class RawPss {

  private final RSAPrivateCrtKey key;
  private final int emBits;
  private final int emLength;
  private final byte[] hash;
  private final byte[] db;

  RawPss(KeyPair pair, byte[] message, byte[] salt) throws GeneralSecurityException {
    key = (RSAPrivateCrtKey) pair.getPrivate();
    emBits = key.getModulus().bitLength() - 1;
    emLength = (emBits + 7) / 8;
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(new byte[8]);
    digest.update(sha256(message));
    digest.update(salt);
    hash = digest.digest();
    db = new byte[emLength - 33];
    db[db.length - salt.length - 1] = 1;
    System.arraycopy(salt, 0, db, db.length - salt.length, salt.length);
  }

  byte[] signature(UnaryOperator<byte[]> change) {
    return sign(change.apply(encode(db)));
  }

  byte[] signatureWithDb(UnaryOperator<byte[]> change) {
    return sign(encode(change.apply(db)));
  }

  /** The bits above emBits must be zero, or the byte before them if there are no such bits. */
  List<byte[]> signaturesWithStrayTopBits() {
    List<byte[]> forged = new ArrayList<>();
    BigInteger genuine = new BigInteger(1, encode(db));
    for (int bit = emBits; bit < emBits + 2; bit++) {
      BigInteger number = genuine.setBit(bit);
      if (number.compareTo(key.getModulus()) < 0) {
        forged.add(sign(number));
      }
    }
    return forged;
  }

  private byte[] encode(byte[] dataBlock) {
    byte[] em = new byte[emLength];
    byte[] mask = mask(dataBlock.length);
    for (int i = 0; i < dataBlock.length; i++) {
      em[i] = (byte) (dataBlock[i] ^ mask[i]);
    }
    em[0] &= (byte) (0xff >>> (8 * emLength - emBits));
    System.arraycopy(hash, 0, em, dataBlock.length, 32);
    em[emLength - 1] = (byte) 0xbc;
    return em;
  }

  private byte[] mask(int length) {
    byte[] mask = new byte[(length + 31) / 32 * 32];
    for (int i = 0; i * 32 < length; i++) {
      byte[] seed = Arrays.copyOf(hash, 36);
      seed[35] = (byte) i;
      System.arraycopy(sha256(seed), 0, mask, 32 * i, 32);
    }
    return mask;
  }

  private byte[] sign(byte[] em) {
    return sign(new BigInteger(1, em));
  }

  private byte[] sign(BigInteger number) {
    // The Chinese remainder theorem is several times faster (RFC 8017 section 5.2.1).
    BigInteger first = number.modPow(key.getPrimeExponentP(), key.getPrimeP());
    BigInteger second = number.modPow(key.getPrimeExponentQ(), key.getPrimeQ());
    BigInteger factor =
        first.subtract(second).multiply(key.getCrtCoefficient()).mod(key.getPrimeP());
    return octets(
        second.add(key.getPrimeQ().multiply(factor)), (key.getModulus().bitLength() + 7) / 8);
  }

  static byte[] octets(BigInteger number, int length) {
    byte[] octets = new byte[length];
    byte[] bytes = number.toByteArray();
    int from = Math.max(0, bytes.length - length);
    System.arraycopy(bytes, from, octets, length - (bytes.length - from), bytes.length - from);
    return octets;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
