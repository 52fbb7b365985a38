/** From a fresh JVM to the first event: one small program for each library, and their race. */
package dev.keyhook.benchmarks.first;
