package dev.clm.pki.publickey;

import dev.clm.common.error.ClmException;

/**
 * The `key` object of a request in which the service makes the key. What is left out gets a default: RSA 3072, ECDSA P-256.
 * RSA keys are made from 2048 to 4096 bits: larger ones are only accepted when they come in a CSR.
 */
public record RequestedKeySpec(String algorithm, Integer size, String curve) {
    static final int MAX_GENERATED_RSA_SIZE = 4096;
    static final int DEFAULT_RSA_SIZE = 3072;

    /** The key to make; otherwise a refusal that names key.algorithm, key.size or key.curve. */
    public KeySpec checked() {
        if (algorithm == null) {
            throw ClmException.invalid("key.algorithm", "required", "the key's algorithm is required");
        }
        KeyAlgorithm known = KeyAlgorithm.ofWireName(algorithm)
                .orElseThrow(() -> ClmException.invalid(
                        "key.algorithm", "unsupported_key_algorithm", "must be RSA, ECDSA, Ed25519 or Ed448"));
        return switch (known) {
            case RSA -> rsa();
            case ECDSA -> ecdsa();
            case ED25519 -> withoutParameters(KeySpec.ED25519);
            case ED448 -> withoutParameters(KeySpec.ED448);
        };
    }

    private KeySpec rsa() {
        refuseCurve();
        int bits = size == null ? DEFAULT_RSA_SIZE : size;
        if (!KeySpec.isRsaSize(bits) || bits > MAX_GENERATED_RSA_SIZE) {
            throw ClmException.invalid(
                    "key.size", "rsa_modulus_size", "RSA keys are made from 2048 to 4096 bits in steps of 8");
        }
        return KeySpec.rsa(bits);
    }

    private KeySpec ecdsa() {
        if (curve == null) {
            return size == null ? KeySpec.ecdsa(NamedCurve.P_256) : KeySpec.ecdsa(curveOfSize());
        }
        NamedCurve named = NamedCurve.ofWireName(curve)
                .orElseThrow(
                        () -> ClmException.invalid("key.curve", "unsupported_curve", "must be P-256, P-384 or P-521"));
        if (size != null && size != named.size()) {
            throw ClmException.invalid("key.size", "key_size_mismatch", "the size is not that of the curve");
        }
        return KeySpec.ecdsa(named);
    }

    private NamedCurve curveOfSize() {
        return NamedCurve.ofSize(size)
                .orElseThrow(() -> ClmException.invalid("key.size", "unsupported_curve", "must be 256, 384 or 521"));
    }

    private KeySpec withoutParameters(KeySpec spec) {
        refuseCurve();
        if (size != null) {
            throw ClmException.invalid("key.size", "not_applicable", algorithm + " takes no size");
        }
        return spec;
    }

    private void refuseCurve() {
        if (curve != null) {
            throw ClmException.invalid("key.curve", "not_applicable", algorithm + " takes no curve");
        }
    }
}
