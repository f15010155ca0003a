/** The shape of an event that crosses from one database to the other. Payloads carry identifiers and public facts, never key material. */
package dev.clm.common.outbox;
