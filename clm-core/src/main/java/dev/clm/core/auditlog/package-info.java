/** The append-only audit log of clm_core_db. Entries go in and are never changed; no secret goes in. */
package dev.clm.core.auditlog;
