package dev.keyhook.fuzz;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.EventParser;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import dev.keyhook.MissingFieldException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a vendor's parser promises for any body. */
final class ParserPromises {

  private ParserPromises() {}

  static <E extends Event<?>> Optional<E> check(EventParser<E> parser, byte[] data) {
    byte[] body = data.clone();
    E event;
    try {
      event = parser.parseUnverified(body);
    } catch (MalformedEventException e) {
      Promise.holds(Arrays.equals(body, data), "the body is left as it is");
      Promise.holds(e.byteOffset() >= 0 && e.byteOffset() <= data.length, "the offset is inside");
      if (e.reason() != Reason.OVER_LIMIT) {
        Promise.holds(
            e.reason().isJson() == JsonVerdict.isJson(data),
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
    E late = parser.deferring(type -> true).parseUnverified(data);
    Promise.holds(late.type().equals(event.type()), "deferring changes no type");
    Promise.holds(late.isRecognized() == event.isRecognized(), "deferring changes no recognition");
    Promise.holds(late.data().equals(dataOfEvent), "deferring changes no data");
    return Optional.of(event);
  }

  /** Calls all that has no parameter: a missing field is all that may be complained of. */
  static void touch(Object value) {
    // Empty for a word of a vocabulary that is: {"eventType":""}.
    Promise.holds(value.toString() != null, "prints itself");
    for (Method method : value.getClass().getMethods()) {
      if (method.getParameterCount() == 0
          && Modifier.isPublic(method.getDeclaringClass().getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && method.getDeclaringClass() != Object.class) {
        try {
          Object result = method.invoke(value);
          Promise.holds(result != null, method + " returns no null");
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
