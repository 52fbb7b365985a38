/** How a sender proves itself, without any vendor's name: not exported to users. */
@NullMarked
package dev.keyhook.webhooks.internal;

import org.jspecify.annotations.NullMarked;
