/**
 * Time to the first event in a new JVM: one small program for each library, and their measurement.
 */
package dev.keyhook.benchmarks.first;
