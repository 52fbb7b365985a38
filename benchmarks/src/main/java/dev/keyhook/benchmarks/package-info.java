/** What Keyhook costs beside what a user would pick instead; {@code Suite} runs all of it. */
package dev.keyhook.benchmarks;
