/** Benchmarks of Keyhook and of the alternatives to it; {@code Suite} runs all of them. */
package dev.keyhook.benchmarks;
