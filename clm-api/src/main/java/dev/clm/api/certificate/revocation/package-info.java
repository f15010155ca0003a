/** Revoking certificates and publishing CRLs. Authority keys are used through the vault only. */
package dev.clm.api.certificate.revocation;
