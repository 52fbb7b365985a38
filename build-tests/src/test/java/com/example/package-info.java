/** Shared code of the vendors below this package: a server and an inbox for their tests. */
package com.example;
