/** Rows of certificates and what belongs to each. Nobody else writes that table. */
package dev.clm.secure.certificate.issued;
