/** The durable inbox under load, beside what a user would write or take instead. */
package dev.keyhook.benchmarks.inbox;
