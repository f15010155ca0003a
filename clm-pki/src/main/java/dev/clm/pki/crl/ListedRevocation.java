package dev.clm.pki.crl;

import java.util.UUID;

/** An entry of a CRL together with certificate_revocations.id of the row it comes from. */
public record ListedRevocation(UUID revocationId, RevokedCertificate entry) {}
