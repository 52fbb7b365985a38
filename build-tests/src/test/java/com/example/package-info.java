/** What the foreign vendors below this package share: a server and an inbox for their tests. */
package com.example;
