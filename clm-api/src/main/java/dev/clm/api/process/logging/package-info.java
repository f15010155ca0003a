/** What may be logged at all: no level that an operator sets shows a secret. */
package dev.clm.api.process.logging;
