package dev.keyhook.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a percentage, {@code 5} or {@code 5%}, as a share from 0 to 1. */
public final class PercentConverter implements ITypeConverter<Double> {

  @Override
  public Double convert(String value) {
    String number = value.endsWith("%") ? value.substring(0, value.length() - 1) : value;
    try {
      double percent = Double.parseDouble(number);
      if (percent >= 0 && percent <= 100) {
        return percent / 100;
      }
    } catch (NumberFormatException e) {
      // reported below, like one out of range
    }
    throw new TypeConversionException(
        "'" + value + "' is not a percentage; write a number from 0 to 100, such as 5%");
  }
}
