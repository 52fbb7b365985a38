package dev.keyhook.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a rate, {@code 100} or {@code 100/s}, as a number per second. */
public final class RateConverter implements ITypeConverter<Double> {

  @Override
  public Double convert(String value) {
    String number = value.endsWith("/s") ? value.substring(0, value.length() - 2) : value;
    try {
      double rate = Double.parseDouble(number);
      if (rate > 0 && rate <= 1e9) {
        return rate;
      }
    } catch (NumberFormatException e) {
      // reported below, like one out of range
    }
    throw new TypeConversionException(
        "'" + value + "' is not a rate; write a number per second, such as 100 or 100/s");
  }
}
