/** Issuance as docs/ISSUANCE.md numbers it. Nothing leaves this package that is not committed. */
package dev.clm.api.certificate.issuance;
