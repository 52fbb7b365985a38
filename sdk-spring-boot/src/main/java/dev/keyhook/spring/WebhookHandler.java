package dev.keyhook.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method of a bean that handles events. Its parameters, in any order, decide which events
 * it gets:
 *
 * <ul>
 *   <li>a data class or a family of a vendor, such as {@code KeyAdded}: events with such data
 *   <li>the event class of a vendor, such as {@code SmartphoneKeyEvent}: alone, it gets every event
 *       of that vendor without a handler of its own, including future types
 *   <li>{@code dev.keyhook.routing.EventContext}: the attempt, optional
 *   <li>{@code java.sql.Connection}: the connection of the transaction in which the event is
 *       recorded as handled, optional; needs an inbox in PostgreSQL
 * </ul>
 *
 * <pre>{@code
 * @Component
 * class Audit {
 *   @WebhookHandler void keyAdded(KeyAdded key, SmartphoneKeyEvent event) { ... }
 *   @WebhookHandler void rest(SmartphoneKeyEvent event) { ... }
 * }
 * }</pre>
 *
 * <p>Each vendor with handlers needs one method for the rest. The most specific handler gets the
 * event, see {@code dev.keyhook.routing.EventRouter}. The method returns {@code void}; an event is
 * handled when the method returns, and not handled if it throws. Methods of beans behind proxies,
 * such as {@code @Transactional} ones, are called through the proxy.
 */
@Documented
@Reflective
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface WebhookHandler {

  /**
   * Returns the vendor's name of a type, exactly as the vendor writes it: for types that this
   * version has no class for. The method then takes the event class and no data. Empty to let the
   * parameters decide.
   */
  String value() default "";
}
