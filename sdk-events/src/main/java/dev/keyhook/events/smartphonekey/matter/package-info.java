/**
 * States of Matter devices, read from the documents of a device shadow: {@link
 * dev.keyhook.events.smartphonekey.matter.MatterState} is the entry point.
 *
 * <p>The vendor's Matter bridge writes attributes as {@code endpoint/cluster/attribute} in decimal
 * numbers, which are those of the Matter specification. Names and codes come from the vendor's
 * {@code matter-bridge-shadow-schemas.json} (2026-05-18); those from the specification only are
 * marked. All types are immutable and safe to share between threads, and none of them throws
 * because of a document's content.
 */
@NullMarked
package dev.keyhook.events.smartphonekey.matter;

import org.jspecify.annotations.NullMarked;
