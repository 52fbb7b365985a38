/**
 * Receives webhooks in Spring Boot: endpoints and credentials come from properties, and handlers
 * are methods with {@link dev.keyhook.spring.WebhookHandler}.
 */
@NullMarked
package dev.keyhook.spring;

import org.jspecify.annotations.NullMarked;
