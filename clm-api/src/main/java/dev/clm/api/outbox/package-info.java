/** What still has to cross between the databases, for operators. Payloads of events never leave it. */
package dev.clm.api.outbox;
