package dev.keyhook.events.smartphonekey.matter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyhook.RawJson;
import dev.keyhook.events.internal.JsonParts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A value within a document, decoded on request. Immutable. */
final class Value {

  private static final byte[] NULL = "null".getBytes(US_ASCII);
  private static final String NOT_AVAILABLE = "n/a";

  /** Longest text that is tried as a number: more than the digits of any {@code long}. */
  private static final int MAX_NUMBER_TEXT = 64;

  /** The number of digits that always fit into a {@code long}. */
  private static final int MAX_SAFE_DIGITS = 18;

  private final byte[] json;
  private final int from;
  private final int to;

  /**
   * Returns the value in a range of a document.
   *
   * @param json known to be JSON; not copied
   * @param from offset of the first byte
   * @param to offset after the last byte
   */
  Value(byte[] json, int from, int to) {
    this.json = json;
    this.from = from;
    this.to = to;
  }

  boolean isNull() {
    return Arrays.equals(json, from, to, NULL, 0, NULL.length);
  }

  boolean isNotAvailable() {
    return isText() && NOT_AVAILABLE.equals(scalar());
  }

  boolean isNumberOrBoolean() {
    return isNumber() || isBoolean();
  }

  private boolean isText() {
    return json[from] == '"';
  }

  private boolean isBoolean() {
    return json[from] == 't' || json[from] == 'f';
  }

  /** Returns a text, number or boolean as text; null if the value is something else. */
  private @Nullable String scalar() {
    if (isText()) {
      return JsonParts.textAt(json, from);
    }
    return isNumberOrBoolean() ? new String(json, from, to - from, ISO_8859_1) : null;
  }

  private boolean isNumber() {
    int firstDigit = json[from] == '-' ? from + 1 : from;
    return json[firstDigit] >= '0' && json[firstDigit] <= '9';
  }

  Optional<String> text() {
    return isText() && !isNotAvailable() ? Optional.ofNullable(scalar()) : Optional.empty();
  }

  Optional<Boolean> bool() {
    String scalar = scalar();
    if (scalar == null) {
      return Optional.empty();
    }
    return switch (scalar) {
      case "true", "1" -> Optional.of(true);
      case "false", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  OptionalLong integer() {
    return boxedInteger().map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  Optional<Long> boxedInteger() {
    if (isDigits()) {
      return Optional.of(digits());
    }
    BigDecimal number = decimal();
    try {
      return number == null ? Optional.empty() : Optional.of(number.longValueExact());
    } catch (ArithmeticException fractionOrTooLarge) {
      return Optional.empty();
    }
  }

  private boolean isDigits() {
    for (int i = from; i < to; i++) {
      if (json[i] < '0' || json[i] > '9') {
        return false;
      }
    }
    return to - from <= MAX_SAFE_DIGITS;
  }

  private long digits() {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + (json[i] - '0');
    }
    return number;
  }

  OptionalDouble number() {
    return boxedNumber().map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  Optional<Double> boxedNumber() {
    BigDecimal number = decimal();
    double value = number == null ? Double.NaN : number.doubleValue();
    return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
  }

  private @Nullable BigDecimal decimal() {
    String scalar = to - from > MAX_NUMBER_TEXT ? null : scalar();
    try {
      return scalar == null ? null : new BigDecimal(scalar);
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }

  RawJson raw() {
    return RawJson.of(Arrays.copyOfRange(json, from, to));
  }

  boolean isArray() {
    return json[from] == '[';
  }

  /** Returns the elements of an array; none if the value is no array. */
  List<Value> elements() {
    List<Value> elements = new ArrayList<>();
    if (isArray()) {
      JsonParts parts = JsonParts.within(json, from);
      for (int i = 0; i < parts.size(); i++) {
        elements.add(new Value(json, parts.valueFrom(i), parts.valueTo(i)));
      }
    }
    return elements;
  }

  /** Returns the first member of a name; null if there is none, or the value is no object. */
  @Nullable Value member(String name) {
    if (json[from] == '{') {
      JsonParts parts = JsonParts.within(json, from);
      for (int i = 0; i < parts.size(); i++) {
        if (parts.name(i).equals(name)) {
          return new Value(json, parts.valueFrom(i), parts.valueTo(i));
        }
      }
    }
    return null;
  }

  /** Returns whether two values mean the same, however they are written: 1, 1.0 and true do. */
  boolean isSameAs(@Nullable Value other) {
    if (other == null) {
      return false;
    }
    if (Arrays.equals(json, from, to, other.json, other.from, other.to)) {
      return true;
    }
    if (isBoolean() || other.isBoolean()) {
      return bool().isPresent() && bool().equals(other.bool());
    }
    BigDecimal number = decimal();
    BigDecimal otherNumber = other.decimal();
    if (number != null && otherNumber != null) {
      return number.compareTo(otherNumber) == 0;
    }
    return isText() && other.isText() && String.valueOf(scalar()).equals(other.scalar());
  }
}
