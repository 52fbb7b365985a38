package dev.keyhook.benchmarks.inbox;

/**
 * What one turn reached.
 *
 * @param perSecond events per second
 * @param perCpuSecond events per second of processor time, of this process and of PostgreSQL: what
 *     other work on the machine changes little
 */
record Rate(double perSecond, double perCpuSecond) {}
