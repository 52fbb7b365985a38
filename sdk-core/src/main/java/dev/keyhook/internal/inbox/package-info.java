/** What the inbox over JDBC and the inbox on Kafka share; not exported to users. */
@NullMarked
package dev.keyhook.internal.inbox;

import org.jspecify.annotations.NullMarked;
