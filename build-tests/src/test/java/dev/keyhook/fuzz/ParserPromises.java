package dev.keyhook.fuzz;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.EventParser;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import dev.keyhook.MissingFieldException;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.internal.event.DeferringParser;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The contract of a vendor's parser for any body. */
final class ParserPromises {

  /** Reasons to reject a body that is valid JSON. */
  private static final Set<Reason> JSON_REASONS =
      Set.of(Reason.NOT_AN_OBJECT, Reason.NO_TYPE, Reason.NO_PAYLOAD);

  private ParserPromises() {}

  static <E extends Event<?>> Optional<E> check(EventParser<E> parser, byte[] data) {
    checkSplit(parser, data);
    byte[] body = data.clone();
    E event;
    try {
      event = parser.parseUnverified(body);
    } catch (MalformedEventException e) {
      Promise.holds(Arrays.equals(body, data), "the body is unchanged");
      Promise.holds(e.byteOffset() >= 0 && e.byteOffset() <= data.length, "the offset is inside");
      if (e.reason() != Reason.OVER_LIMIT) {
        Promise.holds(
            JSON_REASONS.contains(e.reason()) == JsonVerdict.isJson(data),
            e.reason() + ", but Jackson disagrees");
      }
      return Optional.empty();
    }
    Promise.holds(JsonVerdict.isJson(data), "an event is JSON; Jackson disagrees");
    Promise.holds(Arrays.equals(event.raw().toByteArray(), data), "raw() is the body");
    Promise.holds(event.deviations().size() <= 100, "deviations are bounded");
    for (Deviation deviation : event.deviations()) {
      Promise.holds(deviation.pointer().length() <= 256, "pointers are bounded");
    }
    EventData dataOfEvent = event.data();
    touch(event);
    touch(dataOfEvent);
    Promise.holds(
        JsonVerdict.isJson(dataOfEvent.toJson().toByteArray()),
        "toJson() is JSON; Jackson disagrees");

    E again = parser.parseUnverified(data);
    Promise.holds(
        again.equals(event) && again.hashCode() == event.hashCode(), "equal if read twice");
    Promise.holds(again.data().equals(dataOfEvent), "equal data if read twice");
    Promise.holds(again.toString().equals(event.toString()), "the same toString if read twice");
    E deferred = DeferringParser.deferring(parser, type -> true).parseUnverified(data);
    Promise.holds(deferred.equals(event), "deferring changes no equality");
    Promise.holds(deferred.type().equals(event.type()), "deferring changes no type");
    Promise.holds(
        deferred.isRecognized() == event.isRecognized(), "deferring changes no recognition");
    Promise.holds(deferred.data().equals(dataOfEvent), "deferring changes no data");
    Promise.holds(
        deferred.deviations().equals(event.deviations()), "deferring changes no deviations");
    return Optional.of(event);
  }

  /** An array is split into its elements. Other bodies are left to {@link EventParser#parse}. */
  private static <E extends Event<?>> void checkSplit(EventParser<E> parser, byte[] data) {
    WebhookRequest request = WebhookRequest.builder("POST").body(data).build();
    VerifiedDelivery whole = VerifiedDelivery.fromTrustedStorage(request, "#1");
    List<VerifiedDelivery> parts = parser.split(whole);
    int bytes = parts.stream().mapToInt(part -> part.request().bodySize()).sum();
    Promise.holds(bytes <= data.length, "parts do not overlap");
    if (parts.size() > 1) {
      Promise.holds(JsonVerdict.isJson(data), "only JSON is split; Jackson disagrees");
      for (VerifiedDelivery part : parts) {
        Promise.holds(JsonVerdict.isJson(part.body()), "parts are JSON; Jackson disagrees");
      }
    }
  }

  /** Calls each method without parameters; only MissingFieldException may be thrown. */
  static void touch(Object value) {
    // May be empty, like the value of a vocabulary: {"eventType":""}.
    Promise.holds(value.toString() != null, "toString() is not null");
    for (Method method : value.getClass().getMethods()) {
      if (method.getParameterCount() == 0
          && Modifier.isPublic(method.getDeclaringClass().getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && method.getDeclaringClass() != Object.class) {
        try {
          Object result = method.invoke(value);
          Promise.holds(result != null, method + " does not return null");
          touchModel(result);
        } catch (InvocationTargetException e) {
          if (!(e.getCause() instanceof MissingFieldException)) {
            throw new AssertionError("Broken: " + method + " threw", e.getCause());
          }
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  private static void touchModel(Object result) {
    if (result instanceof Optional<?> optional) {
      optional.ifPresent(ParserPromises::touchModel);
    } else if (result instanceof List<?> list) {
      list.stream().limit(3).forEach(ParserPromises::touchModel);
    } else if (result.getClass().getName().contains(".model.")
        && !(result instanceof EventData)
        && !result.getClass().isEnum()) {
      touch(result);
    }
  }
}
