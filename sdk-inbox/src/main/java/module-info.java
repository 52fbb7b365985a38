/**
 * The durable inbox: stores deliveries over JDBC before they are acknowledged, handles them later.
 */
module dev.keyhook.inbox {
  requires transitive dev.keyhook;
  requires transitive java.sql;
  requires transitive org.jspecify;

  exports dev.keyhook.inbox;
}
