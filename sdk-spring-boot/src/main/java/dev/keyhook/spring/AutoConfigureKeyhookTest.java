package dev.keyhook.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Used with {@code @SpringBootTest}, provides a {@link KeyhookTest} that sends authentic deliveries
 * to the application and waits until they are handled. Needs {@code keyhook-testkit}.
 *
 * <p>The endpoints then accept the secret and the key of the test instead of the configured ones,
 * so a test needs neither.
 */
@Documented
@ImportAutoConfiguration(KeyhookTestAutoConfiguration.class)
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AutoConfigureKeyhookTest {}
