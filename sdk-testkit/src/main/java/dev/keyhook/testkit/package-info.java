/** What the senders and the fakes of all vendors share. For tests only. */
@NullMarked
package dev.keyhook.testkit;

import org.jspecify.annotations.NullMarked;
