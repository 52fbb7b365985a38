/**
 * One final class for each kind of event that SmartphoneKey publishes, named like its {@code
 * detail-type}; generated from {@code eventbridge-schemas.yaml}.
 *
 * <p>Accessors of fields that the schema requires throw {@link dev.keyhook.MissingFieldException}
 * if the delivery does not have them; all others are {@code Optional}. Builders are for tests: they
 * check nothing. All classes are immutable and safe to share between threads, and {@code
 * toString()} shows {@code ***} for secrets and personal data.
 */
@NullMarked
package dev.keyhook.events.smartphonekey.model;

import org.jspecify.annotations.NullMarked;
