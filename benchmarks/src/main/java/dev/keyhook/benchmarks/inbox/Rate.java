package dev.keyhook.benchmarks.inbox;

/**
 * The result of one turn.
 *
 * @param perSecond events per second
 * @param perCpuSecond events per second of processor time of this process and PostgreSQL; other
 *     load on the machine changes this value little
 */
record Rate(double perSecond, double perCpuSecond) {}
