package dev.clm.api.certificate.revocation;

import dev.clm.api.certificate.search.AnnotatedCertificate;

/**
 * What was done, or would have been.
 *
 * @param changed the certificate as the transaction left it, without its annotations; null where it is a dry run
 */
record RevocationOutcome(PlannedRevocation planned, AnnotatedCertificate changed) {}
