package dev.keyhook.examples.spring;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

// region entity
/** A key that was added to a lock. */
@Entity
class KeyRecord {

  @Id private String eventId;
  private String keyUuid;

  protected KeyRecord() {}

  KeyRecord(String eventId, String keyUuid) {
    this.eventId = eventId;
    this.keyUuid = keyUuid;
  }

  String keyUuid() {
    return keyUuid;
  }
}
// endregion
