package dev.clm.pki.publickey;

import dev.clm.pki.encoding.Fingerprint;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A public key that passed {@link PublicKeyChecks}, in its one canonical encoding: equal keys have equal bytes, so that a
 * revoked key is recognised by its hash.
 */
public final class SubjectPublicKey {
    private final KeySpec spec;
    private final SubjectPublicKeyInfo info;
    private final byte[] der;

    SubjectPublicKey(KeySpec spec, SubjectPublicKeyInfo info, byte[] der) {
        this.spec = spec;
        this.info = info;
        this.der = der.clone();
    }

    public KeySpec spec() {
        return spec;
    }

    public KeyAlgorithm algorithm() {
        return spec.algorithm();
    }

    /** The value of key_size. */
    public int size() {
        return spec.size();
    }

    /** The SubjectPublicKeyInfo of RFC 5280, 4.1.2.7. */
    public SubjectPublicKeyInfo info() {
        return info;
    }

    /** A copy of the DER of the SubjectPublicKeyInfo. */
    public byte[] der() {
        return der.clone();
    }

    /** The value of public_key_sha256: SHA-256 of the DER, lower-case hex. */
    public String sha256() {
        return Fingerprint.sha256(der);
    }

    /** The subject key identifier by RFC 7093, 2, method 1: the leftmost 160 bits of SHA-256 of the key's BIT STRING. */
    public byte[] keyIdentifier() {
        return Arrays.copyOf(
                Fingerprint.digest("SHA-256", info.getPublicKeyData().getOctets()), 20);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SubjectPublicKey key && Arrays.equals(der, key.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }

    @Override
    public String toString() {
        return "SubjectPublicKey[" + spec + ", sha256=" + sha256() + "]";
    }
}
