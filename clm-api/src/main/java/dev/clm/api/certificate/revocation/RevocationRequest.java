package dev.clm.api.certificate.revocation;

import dev.clm.common.error.ClmException;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.secure.certificate.revocation.RevocableCertificate;
import java.time.Instant;
import java.util.UUID;

/**
 * What somebody wants revoked, found valid in itself.
 *
 * @param invalidityDate since when the key is not to be trusted; null for unknown
 */
public record RevocationRequest(UUID certificateId, RevocationReason reason, Instant invalidityDate) {
    /** No key is older; and a CRL writes years as four digits (RFC 5280, 5.3.2). */
    private static final Instant EARLIEST_INVALIDITY = Instant.parse("1970-01-01T00:00:00Z");

    /** Without a reason it is `unspecified`, as RFC 5280, 5.3.1 reads a list that gives none. */
    static RevocationRequest of(UUID certificateId, String reason, Instant invalidityDate) {
        RevocationReason parsed = reason == null ? RevocationReason.UNSPECIFIED : RevocationReason.of(reason);
        if (parsed == RevocationReason.REMOVE_FROM_CRL) {
            throw ClmException.invalid("reason", "not_a_revocation", "lifts a hold and does not revoke: see unrevoke");
        }
        if (invalidityDate != null && invalidityDate.isBefore(EARLIEST_INVALIDITY)) {
            throw ClmException.invalid("invalidity_date", "out_of_range", "must not lie before 1970");
        }
        return new RevocationRequest(certificateId, parsed, invalidityDate);
    }

    /** By the clock of the database that stores it (T7). */
    void requirePast(Instant now) {
        if (invalidityDate != null && invalidityDate.isAfter(now)) {
            throw ClmException.invalid("invalidity_date", "in_the_future", "must not lie in the future");
        }
    }

    /** Of this date and what was told before, the earlier: it was known then, whoever tells more (R1). */
    Instant invalidSince(RevocableCertificate certificate) {
        Instant before = certificate.invalidSince();
        return before == null || (invalidityDate != null && invalidityDate.isBefore(before)) ? invalidityDate : before;
    }

    boolean isCompromise() {
        return reason == RevocationReason.KEY_COMPROMISE;
    }

    boolean isHold() {
        return reason == RevocationReason.CERTIFICATE_HOLD;
    }
}
