/** What happened in clm_core_db and the other database must follow, and what was applied here. Identifiers and public facts only. */
package dev.clm.core.outbox;
