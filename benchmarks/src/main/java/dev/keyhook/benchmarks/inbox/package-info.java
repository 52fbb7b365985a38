/** Load tests of the durable inbox and of the alternatives to it. */
package dev.keyhook.benchmarks.inbox;
