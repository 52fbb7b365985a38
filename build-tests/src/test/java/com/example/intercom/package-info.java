/**
 * A vendor that this library does not know, written against its public API only: signatures after
 * the Standard Webhooks specification, and the event's id in a header.
 */
package com.example.intercom;
