/** What happened in clm_secure_db and the other database must follow. Payloads hold identifiers and public facts only. */
package dev.clm.secure.outbox;
