package dev.clm.secure.key.privatekey;

import java.util.Objects;
import java.util.UUID;

/**
 * What may be known about a private key: never its material.
 *
 * @param keyAlgorithm RSA, ECDSA, Ed25519 or Ed448
 * @param keySize in bits; null where the algorithm fixes it
 * @param curveName null for RSA
 */
public record PrivateKeyAttributes(
        String keyAlgorithm,
        Integer keySize,
        String curveName,
        boolean exportable,
        AccessPolicy accessPolicy,
        UUID createdByUserId) {
    public PrivateKeyAttributes {
        Objects.requireNonNull(keyAlgorithm, "keyAlgorithm");
        Objects.requireNonNull(accessPolicy, "accessPolicy");
        Objects.requireNonNull(createdByUserId, "createdByUserId");
    }
}
