/** Shared types of the senders and fakes of all vendors. For tests only. */
@NullMarked
package dev.keyhook.testkit;

import org.jspecify.annotations.NullMarked;
