/** Deliveries over HTTP: a server, a sender in another process, and the measurement. */
package dev.keyhook.benchmarks.http;
