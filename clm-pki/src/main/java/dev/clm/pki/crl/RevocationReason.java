package dev.clm.pki.crl;

import dev.clm.common.error.ClmException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** CRLReason of RFC 5280 5.3.1, value by value, under the names of certificate_revocations.revocation_reason. */
public enum RevocationReason {
    UNSPECIFIED(0),
    KEY_COMPROMISE(1),
    CA_COMPROMISE(2),
    AFFILIATION_CHANGED(3),
    SUPERSEDED(4),
    CESSATION_OF_OPERATION(5),
    CERTIFICATE_HOLD(6),
    REMOVE_FROM_CRL(8),
    PRIVILEGE_WITHDRAWN(9),
    AA_COMPROMISE(10);

    private final int code;

    RevocationReason(int code) {
        this.code = code;
    }

    /** The reason of this name as the database and the API write it; anything else is refused as the field `reason`. */
    public static RevocationReason of(String value) {
        return Stream.of(values())
                .filter(reason -> reason.value().equals(value))
                .findFirst()
                .orElseThrow(() -> ClmException.invalid(
                        "reason",
                        "unknown_value",
                        Stream.of(values())
                                .map(RevocationReason::value)
                                .collect(Collectors.joining(", ", "One of ", ""))));
    }

    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The ENUMERATED value in a list's entry. */
    public int code() {
        return code;
    }

    /** Only a delta list can take an entry back (RFC 5280 5.3.1): in a full list its absence says the same. */
    public boolean isListed() {
        return this != REMOVE_FROM_CRL;
    }
}
