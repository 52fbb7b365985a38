package dev.keyhook.examples.spring;

import org.springframework.data.jpa.repository.JpaRepository;

// region repository
/** Keys that were added to locks. */
interface KeyRecords extends JpaRepository<KeyRecord, String> {}
// endregion
