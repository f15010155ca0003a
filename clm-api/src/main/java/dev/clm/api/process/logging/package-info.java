/** What may be logged at all: no level that an operator sets shows a secret, and no outage fills the log. */
package dev.clm.api.process.logging;
