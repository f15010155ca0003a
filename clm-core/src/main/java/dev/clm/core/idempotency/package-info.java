/** Answers to creating requests whose rows are in this database, by idempotency key. Bodies are what was sent, without any secret. */
package dev.clm.core.idempotency;
