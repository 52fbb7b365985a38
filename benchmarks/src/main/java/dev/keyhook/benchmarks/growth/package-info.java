/**
 * Scaling with the number of stored ids and of threads. Scaling with the size of bodies is a JMH
 * benchmark.
 */
package dev.keyhook.benchmarks.growth;
