package dev.keyhook.cli.send;

import dev.keyhook.cli.catalogue.Vendor;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Ids of the events of one run: never the same in two runs, and each can be turned back into its
 * number, so that millions can be remembered as bits.
 */
final class EventIds {

  private static final long MASK = 0xFFFF_FFFFL;

  private final long high;
  private final long low;

  EventIds(UUID run) {
    // Version 4 and variant 2 as in any random UUID; the last 32 bits are the number.
    this.high = run.getMostSignificantBits();
    this.low = run.getLeastSignificantBits() & ~MASK;
  }

  String of(Vendor vendor, int number) {
    UUID id = new UUID(high, low | number);
    return vendor == Vendor.SMARTPHONEKEY
        ? id.toString()
        : HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low | number);
  }

  /** Returns the number of an id; -1 if it is not of this run. */
  int numberOf(String id) {
    String digits = id.replace("-", "");
    if (digits.length() != 32) {
      return -1;
    }
    try {
      long itsHigh = HexFormat.fromHexDigitsToLong(digits, 0, 16);
      long itsLow = HexFormat.fromHexDigitsToLong(digits, 16, 32);
      return itsHigh == high && (itsLow & ~MASK) == low ? (int) (itsLow & MASK) : -1;
    } catch (IllegalArgumentException e) {
      return -1; // not an id of this run
    }
  }
}
