/**
 * A vendor that this library does not know, written against its public API only: arrays of events,
 * a shared secret in a header, and a challenge that it expects back before it delivers.
 */
package com.example.meter;
