package dev.clm.pki.publickey;

import java.util.Optional;

/**
 * What kind of key: the algorithm with its parameters.
 *
 * @param size bits of the RSA modulus or of the curve's field; for EdDSA the b of RFC 8032, 5.1 and 5.2 (256, 456)
 * @param namedCurve only for ECDSA, else null
 */
public record KeySpec(KeyAlgorithm algorithm, int size, NamedCurve namedCurve) {
    public static final int MIN_RSA_SIZE = 2048;
    public static final int MAX_RSA_SIZE = 8192;
    public static final KeySpec ED25519 = new KeySpec(KeyAlgorithm.ED25519, 256, null);
    public static final KeySpec ED448 = new KeySpec(KeyAlgorithm.ED448, 456, null);

    public KeySpec {
        boolean fits = switch (algorithm) {
            case RSA -> isRsaSize(size) && namedCurve == null;
            case ECDSA -> namedCurve != null && namedCurve.size() == size;
            case ED25519 -> size == 256 && namedCurve == null;
            case ED448 -> size == 456 && namedCurve == null;
        };
        if (!fits) {
            throw new IllegalArgumentException("no such key: " + algorithm + " " + size + " " + namedCurve);
        }
    }

    public static KeySpec rsa(int size) {
        return new KeySpec(KeyAlgorithm.RSA, size, null);
    }

    public static KeySpec ecdsa(NamedCurve curve) {
        return new KeySpec(KeyAlgorithm.ECDSA, curve.size(), curve);
    }

    static boolean isRsaSize(int size) {
        return size >= MIN_RSA_SIZE && size <= MAX_RSA_SIZE && size % 8 == 0;
    }

    /** The value of private_keys.curve_name. */
    public Optional<String> curveName() {
        return Optional.ofNullable(namedCurve).map(NamedCurve::wireName);
    }
}
