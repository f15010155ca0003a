/** One answer per idempotency key (requirement T4): the key, the requests in flight, the answers. Bodies leave as fingerprints only. */
package dev.clm.api.http.idempotency;
