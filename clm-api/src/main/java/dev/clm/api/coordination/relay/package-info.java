/** Keeps two databases true to each other. The only package, next to the use cases, that sees both; never in one transaction. */
package dev.clm.api.coordination.relay;
