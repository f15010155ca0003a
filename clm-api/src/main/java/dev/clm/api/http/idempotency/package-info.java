/** One answer per idempotency key (requirement T4), as far as the web edge decides it. Bodies leave as fingerprints only. */
package dev.clm.api.http.idempotency;
