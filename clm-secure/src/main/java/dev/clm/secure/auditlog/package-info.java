/** The append-only audit log of clm_secure_db. Entries name keys and certificates; they never hold key material or passphrases. */
package dev.clm.secure.auditlog;
