package dev.keyhook.examples.spring;

import org.springframework.data.jpa.repository.JpaRepository;

/** Keys that were added to locks. */
interface KeyRecords extends JpaRepository<KeyRecord, String> {}
