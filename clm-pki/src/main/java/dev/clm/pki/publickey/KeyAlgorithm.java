package dev.clm.pki.publickey;

import java.util.Arrays;
import java.util.Optional;

/** The key algorithms of private_keys.key_algorithm. The wire names are those of the column's check. */
public enum KeyAlgorithm {
    RSA("RSA"),
    ECDSA("ECDSA"),
    ED25519("Ed25519"),
    ED448("Ed448");

    private final String wireName;

    KeyAlgorithm(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<KeyAlgorithm> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.wireName.equals(name))
                .findFirst();
    }
}
