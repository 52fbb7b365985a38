/** Deliveries over HTTP: a server, a sender in another process, and their race. */
package dev.keyhook.benchmarks.http;
