package dev.keyhook.cli.send;

/**
 * The shares of deliveries with each fault, from 0 to 1.
 *
 * @param duplicate sent twice
 * @param reorder sent after a few later ones
 * @param late sent after many later ones, with its old time
 * @param forge additional ones without the right credential
 * @param cut cut off in the middle of the body at the first attempt
 */
record Faults(double duplicate, double reorder, double late, double forge, double cut) {}
