/** Typed events of SmartphoneKey and of Schlage Home, and the parsers that read them. */
@SuppressWarnings("module") // the friend is compiled after this module
module dev.keyhook.events {
  requires transitive dev.keyhook;

  exports dev.keyhook.events.internal to
      dev.keyhook.testkit;
  exports dev.keyhook.events.schlagehome;
  exports dev.keyhook.events.schlagehome.model;
  exports dev.keyhook.events.smartphonekey;
  exports dev.keyhook.events.smartphonekey.matter;
  exports dev.keyhook.events.smartphonekey.model;
}
