/**
 * A vendor that this library does not support, written against its public API only: Standard
 * Webhooks signatures, and the event's id in a header.
 */
package com.example.intercom;
