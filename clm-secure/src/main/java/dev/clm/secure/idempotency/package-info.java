/** First answers of creating requests, kept 24 hours (requirement T4). Answers hold what the client was sent: no key material. */
package dev.clm.secure.idempotency;
