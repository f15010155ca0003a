package dev.clm.core.policy.policy;

import java.util.List;
import java.util.OptionalInt;

/**
 * What rules look at in a request for a certificate.
 *
 * @param keyAlgorithm RSA, ECDSA, Ed25519 or Ed448
 * @param omitted what would be left out of what the request asks for
 * @param keySize bits of the RSA modulus or of the curve; empty for Ed25519 and Ed448
 */
public record RequestFacts(
        String commonName,
        int validityDays,
        String keyAlgorithm,
        OptionalInt keySize,
        List<Name> alternativeNames,
        List<String> omitted) {
    public RequestFacts {
        alternativeNames = List.copyOf(alternativeNames);
        omitted = List.copyOf(omitted);
    }

    public RequestFacts(
            String commonName,
            int validityDays,
            String keyAlgorithm,
            OptionalInt keySize,
            List<Name> alternativeNames) {
        this(commonName, validityDays, keyAlgorithm, keySize, alternativeNames, List.of());
    }

    public RequestFacts omitting(List<String> fields) {
        return new RequestFacts(commonName, validityDays, keyAlgorithm, keySize, alternativeNames, fields);
    }

    /** One subject alternative name, such as DNS and `a.example`. */
    public record Name(String type, String value) {
        boolean isDns() {
            return type.equalsIgnoreCase("DNS");
        }
    }
}
