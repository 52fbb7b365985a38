package com.example.bell;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.example.bell.BellData.BatteryLow;
import com.example.bell.BellData.Knocked;
import com.example.bell.BellData.Other;
import com.example.bell.BellData.Rung;
import dev.keyhook.Deviation;
import dev.keyhook.EventParser;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import dev.keyhook.RawJson;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.routing.EventRouter;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parsers and routers of the vendor's events. */
public final class BellEvents implements EventParser<BellEvent> {

  private static final Map<String, Class<? extends BellData>> TYPES =
      Map.of("rung", Rung.class, "knocked", Knocked.class, "battery-low", BatteryLow.class);

  private BellEvents() {}

  /** Returns the parser. */
  public static EventParser<BellEvent> parser() {
    return new BellEvents();
  }

  /** Returns a builder of a router. */
  public static EventRouter.Builder<BellData, BellEvent> router() {
    return EventRouter.builder("bell", parser(), TYPES);
  }

  @Override
  public BellEvent parse(VerifiedDelivery delivery) {
    return parseUnverified(delivery.body());
  }

  @Override
  public BellEvent parseUnverified(byte[] body) {
    String text = new String(body, UTF_8);
    if (text.isBlank()) {
      throw new MalformedEventException(Reason.EMPTY, 0, "The body is empty");
    }
    if (!text.startsWith("{") || !text.endsWith("}")) {
      throw new MalformedEventException(Reason.NOT_JSON, 0, "The body is not a JSON object");
    }
    String type = field(text, "type");
    if (type == null) {
      throw new MalformedEventException(Reason.NO_TYPE, 0, "The body has no type");
    }
    String door = String.valueOf(field(text, "door"));
    BellData data =
        switch (type) {
          case "rung" -> new Rung(door);
          case "knocked" -> new Knocked(door);
          case "battery-low" -> new BatteryLow(Integer.parseInt(field(text, "percent")));
          default -> new Other();
        };
    List<Deviation> deviations =
        data instanceof Other
            ? List.of(Deviation.of(Deviation.Kind.UNKNOWN_TYPE, "/type"))
            : List.of();
    return new BellEvent(
        type,
        field(text, "id"),
        String.valueOf(field(text, "site")),
        data,
        RawJson.of(body),
        deviations);
  }

  private static @Nullable String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    return matcher.find() ? matcher.group(1) : null;
  }
}
