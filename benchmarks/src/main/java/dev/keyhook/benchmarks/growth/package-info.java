/** What grows: remembered ids, and threads. Bodies are a benchmark of JMH. */
package dev.keyhook.benchmarks.growth;
