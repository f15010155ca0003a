package dev.clm.common.coordination;

import dev.clm.common.identifier.Coded;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;

/**
 * certificates.status, which certificate_metadata.status repeats, and how one may follow the other (requirements R1 and I5):
 *
 * <pre>
 * pending    active, revoked, suspended
 * active     expiring, expired, revoked, suspended
 * expiring   expired, revoked, suspended
 * expired    revoked, suspended
 * suspended  active, expiring, expired (the hold was lifted), revoked
 * revoked    nothing
 * </pre>
 */
public enum CertificateStatus implements Coded {
    PENDING,
    ACTIVE,
    EXPIRING,
    EXPIRED,
    /** For good. */
    REVOKED,
    /** On hold (certificate_hold of RFC 5280, 5.3.1). */
    SUSPENDED;

    /** The one of this code; a code that is none is an IllegalArgumentException. */
    public static CertificateStatus ofCode(String code) {
        return Coded.find(CertificateStatus.class, code)
                .orElseThrow(() -> new IllegalArgumentException("not a status of a certificate"));
    }

    /** The codes of those that are meant, for a query. */
    public static String[] codes(Predicate<CertificateStatus> which) {
        return Arrays.stream(values())
                .filter(which)
                .map(CertificateStatus::code)
                .toArray(String[]::new);
    }

    public boolean mayBecome(CertificateStatus next) {
        return followers().contains(next);
    }

    /** On the list of revoked certificates, for good or on hold. */
    public boolean isListed() {
        return this == REVOKED || this == SUSPENDED;
    }

    /** Towards an organization's max_certificates: what serves nobody any more makes room. One on hold may come back. */
    public boolean countsTowardsQuota() {
        return this != EXPIRED && this != REVOKED;
    }

    public boolean isInForce() {
        return this == ACTIVE || this == EXPIRING;
    }

    private Set<CertificateStatus> followers() {
        return switch (this) {
            case PENDING -> Set.of(ACTIVE, REVOKED, SUSPENDED);
            case ACTIVE -> Set.of(EXPIRING, EXPIRED, REVOKED, SUSPENDED);
            case EXPIRING -> Set.of(EXPIRED, REVOKED, SUSPENDED);
            case EXPIRED -> Set.of(REVOKED, SUSPENDED);
            case SUSPENDED -> Set.of(ACTIVE, EXPIRING, EXPIRED, REVOKED);
            case REVOKED -> Set.of();
        };
    }
}
