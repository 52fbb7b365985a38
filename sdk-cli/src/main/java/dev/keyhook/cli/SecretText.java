package dev.keyhook.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A secret given as an option: {@code env:NAME}, {@code @FILE}, or literally.
 *
 * <p>A trailing line break of a file is ignored. {@code toString()} prints no content.
 */
public final class SecretText {

  private final String text;

  private SecretText(String text) {
    this.text = text;
  }

  /**
   * Returns the secret that an option's value names.
   *
   * @param environment reads an environment variable
   * @throws CommandException if the variable is not set, the file cannot be read, or it is empty
   */
  public static SecretText resolve(String value, Function<String, @Nullable String> environment) {
    String text;
    if (value.startsWith("env:")) {
      String name = value.substring("env:".length());
      String found = environment.apply(name);
      if (found == null) {
        throw CommandException.usage("The environment variable " + name + " is not set");
      }
      text = found;
    } else if (value.startsWith("@")) {
      text = ofFile(Path.of(value.substring(1)));
    } else {
      text = value;
    }
    if (text.isEmpty()) {
      throw CommandException.usage("A secret must not be empty; give env:NAME, @FILE or the text");
    }
    return new SecretText(text);
  }

  private static String ofFile(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
    } catch (IOException e) {
      throw CommandException.usage(
          "Cannot read the secret's file " + file + ": " + FileProblem.of(e));
    }
  }

  /** Returns the secret itself. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "***";
  }

  /** Reads the option. */
  public static final class Converter implements ITypeConverter<SecretText> {
    @Override
    public SecretText convert(String value) {
      try {
        return resolve(value, System::getenv);
      } catch (CommandException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
