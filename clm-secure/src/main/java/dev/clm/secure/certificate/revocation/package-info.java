/** Rows of certificate_revocations. A revocation that was written is never taken back. */
package dev.clm.secure.certificate.revocation;
