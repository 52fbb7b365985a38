package dev.keyhook.spring;

import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.routing.EventContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ReflectionUtils;

/**
 * A callable method with {@link WebhookHandler}.
 *
 * @param name the method for error messages, such as {@code Audit.keyAdded(KeyAdded)}
 * @param vendor whose events it handles
 * @param type the vendor's name of the type that it handles; empty if its parameters decide
 * @param dataType the class of the data that it takes; null if it takes the event only
 */
record HandlerMethod(
    String name,
    Vendor<?, ?> vendor,
    String type,
    @Nullable Class<? extends EventData> dataType,
    Object bean,
    Method invocable,
    List<Argument> arguments) {

  private static final String ALLOWED =
      "Parameters are a data class or family of a vendor, its event class, EventContext and"
          + " java.sql.Connection, each at most once.";

  /** Gets the value of a parameter. */
  @FunctionalInterface
  interface Argument {
    Object of(@Nullable EventData data, Event<?> event, EventContext context);
  }

  /**
   * Reads a method's signature.
   *
   * @param method as declared by the class of the bean, without its proxy
   * @throws KeyhookConfigurationException if it cannot be a handler
   */
  static HandlerMethod of(Object bean, Class<?> beanType, Method method) {
    String name = describe(beanType, method);
    if (method.getReturnType() != void.class) {
      throw refused(
          name,
          "returns " + method.getReturnType().getSimpleName() + ", which would be ignored",
          "Let it return void when the event is handled, and throw if it is not.");
    }
    if (MergedAnnotations.from(method, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY)
        .isPresent("org.springframework.scheduling.annotation.Async")) {
      throw refused(
          name,
          "is @Async, so the event would count as handled before the method has run",
          "Remove @Async; with an inbox, handlers run outside the request anyway.");
    }
    Class<? extends EventData> data = null;
    Class<?> event = null;
    List<Argument> arguments = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      Class<?> type = parameter.getType();
      if (type == EventContext.class) {
        arguments.add((d, e, context) -> context);
      } else if (type == Connection.class) {
        arguments.add((d, e, context) -> context.transaction(Connection.class));
      } else if (EventData.class.isAssignableFrom(type) && data == null) {
        data = type.asSubclass(EventData.class);
        arguments.add((d, e, context) -> java.util.Objects.requireNonNull(d));
      } else if (Event.class.isAssignableFrom(type) && event == null) {
        event = type;
        arguments.add((d, e, context) -> e);
      } else {
        throw refused(name, "has the parameter " + type.getName(), ALLOWED);
      }
    }
    String type = typeOf(method);
    checkSelection(name, type, data, event);
    return new HandlerMethod(
        name,
        vendorOf(name, data, event),
        type,
        data,
        bean,
        invocable(name, method, bean),
        List.copyOf(arguments));
  }

  private static void checkSelection(
      String name, String type, @Nullable Class<?> data, @Nullable Class<?> event) {
    if (data == null && event == null) {
      throw refused(name, "takes neither data nor an event", ALLOWED);
    }
    if (!type.isEmpty() && data != null) {
      throw refused(
          name,
          "names the type " + type + " and takes " + data.getSimpleName(),
          "Remove the name, or take the event class instead of the data.");
    }
  }

  private static Vendor<?, ?> vendorOf(
      String name, @Nullable Class<?> data, @Nullable Class<?> event) {
    List<Vendor<?, ?>> vendors = Vendor.matching(data, event);
    if (vendors.size() != 1) {
      throw refused(
          name,
          vendors.isEmpty()
              ? "takes data and event that do not belong together"
              : "could be for several vendors",
          "Take the event class of one vendor, such as "
              + Vendor.SMARTPHONEKEY.eventType().getSimpleName()
              + " or "
              + Vendor.SCHLAGE_HOME.eventType().getSimpleName()
              + ".");
    }
    return vendors.get(0);
  }

  private static String typeOf(Method method) {
    WebhookHandler annotation =
        AnnotatedElementUtils.findMergedAnnotation(method, WebhookHandler.class);
    return annotation == null ? "" : annotation.value();
  }

  private static Method invocable(String name, Method method, Object bean) {
    try {
      Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
      ReflectionUtils.makeAccessible(invocable);
      return invocable;
    } catch (IllegalStateException e) {
      throw refused(
          name,
          "cannot be called through the bean's proxy: " + e.getMessage(),
          "Make the method public, and declare it in the interface that the proxy implements or use"
              + " class-based proxies.");
    }
  }

  private static String describe(Class<?> beanType, Method method) {
    List<String> parameters = new ArrayList<>();
    for (Class<?> parameter : method.getParameterTypes()) {
      parameters.add(parameter.getSimpleName());
    }
    return beanType.getName() + "." + method.getName() + "(" + String.join(", ", parameters) + ")";
  }

  private static KeyhookConfigurationException refused(String name, String reason, String action) {
    return new KeyhookConfigurationException(
        "The @WebhookHandler method " + name + " " + reason + ".", action);
  }

  /** Returns whether it handles all events that have no handler of their own. */
  boolean isOtherwise() {
    return type.isEmpty() && dataType == null;
  }

  /**
   * Calls the method.
   *
   * @throws Exception what the method threw
   */
  void invoke(@Nullable EventData data, Event<?> event, EventContext context) throws Exception {
    Object[] values =
        arguments.stream().map(argument -> argument.of(data, event, context)).toArray();
    try {
      invocable.invoke(bean, values);
    } catch (InvocationTargetException e) {
      ReflectionUtils.rethrowException(e.getTargetException());
    }
  }
}
