package dev.clm.core.policy.policy;

import java.util.List;
import java.util.OptionalInt;

/**
 * What rules look at in a request for a certificate.
 *
 * @param keyAlgorithm RSA, ECDSA, Ed25519 or Ed448
 * @param keySize bits of the RSA modulus or of the curve; empty for Ed25519 and Ed448
 */
public record RequestFacts(
        String commonName, int validityDays, String keyAlgorithm, OptionalInt keySize, List<Name> alternativeNames) {
    public RequestFacts {
        alternativeNames = List.copyOf(alternativeNames);
    }

    /** One subject alternative name, such as DNS and `a.example`. */
    public record Name(String type, String value) {
        boolean isDns() {
            return type.equalsIgnoreCase("DNS");
        }
    }
}
