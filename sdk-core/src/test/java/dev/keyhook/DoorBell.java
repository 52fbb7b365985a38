package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A vendor for tests, written against the public API only. Its bodies have the form {@code
 * type=...;id=...}.
 */
public final class DoorBell implements EventParser<DoorBell.BellEvent> {

  /** The classes of the types that the parser knows. */
  public static final Map<String, Class<? extends BellData>> TYPES =
      Map.of("rung", Rung.class, "knocked", Knocked.class, "battery-low", BatteryLow.class);

  /** Reads one event. */
  @Override
  public BellEvent parse(VerifiedDelivery delivery) {
    return parseUnverified(delivery.body());
  }

  @Override
  public BellEvent parseUnverified(byte[] body) {
    String text = new String(body, UTF_8);
    String type = field(text, "type");
    if (type == null) {
      throw new MalformedEventException(MalformedEventException.Reason.NO_TYPE, 0, "No type");
    }
    return new BellEvent(text, type, data(type));
  }

  /** Returns the event of a body such as {@code type=rung;id=1}. */
  public static BellEvent event(String body) {
    return new DoorBell().parseUnverified(body.getBytes(UTF_8));
  }

  private static BellData data(String type) {
    return switch (type) {
      case "rung" -> new Rung();
      case "knocked" -> new Knocked();
      case "battery-low" -> new BatteryLow();
      case "seen" -> new LaterVisitor();
      case "ambiguous" -> new LaterBoth();
      default -> new Unrecognized();
    };
  }

  private static @Nullable String field(String text, String name) {
    for (String part : text.split(";", -1)) {
      if (part.startsWith(name + "=")) {
        return part.substring(name.length() + 1);
      }
    }
    return null;
  }

  /** The root of the vendor's data. */
  public interface BellData extends EventData {

    @Override
    default RawJson toJson() {
      return RawJson.of("{}");
    }
  }

  /** A family: someone is at the door. */
  public interface Visitor extends BellData {}

  /** A family: something with a battery. */
  public interface Powered extends BellData {}

  /** The button was pressed. */
  public record Rung() implements Visitor, Powered {}

  /** Someone knocked. */
  public record Knocked() implements Visitor {}

  /** The battery is low. */
  public record BatteryLow() implements Powered {}

  /** Data of a type that is not in {@link #TYPES}. */
  public record Unrecognized() implements BellData {}

  /** Data of a family, of a type that is not in {@link #TYPES}. */
  public record LaterVisitor() implements Visitor {}

  /** Data of two families, of a type that is not in {@link #TYPES}. */
  public record LaterBoth() implements Visitor, Powered {}

  /** One event of the vendor. */
  public record BellEvent(String text, String type, BellData data) implements Event<BellData> {

    @Override
    public String id() {
      return required("id");
    }

    @Override
    public Instant time() {
      return Instant.parse(required("time"));
    }

    @Override
    public Optional<String> subject() {
      return Optional.ofNullable(field(text, "subject"));
    }

    @Override
    public OptionalLong sequence() {
      String sequence = field(text, "sequence");
      return sequence == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(sequence));
    }

    @Override
    public boolean isRecognized() {
      return TYPES.containsKey(type);
    }

    @Override
    public RawJson raw() {
      return RawJson.of(text);
    }

    @Override
    public List<Deviation> deviations() {
      return List.of();
    }

    private String required(String name) {
      String value = field(text, name);
      if (value == null) {
        throw new MissingFieldException("/" + name);
      }
      return value;
    }
  }
}
