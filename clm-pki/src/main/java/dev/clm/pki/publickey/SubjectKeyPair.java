package dev.clm.pki.publickey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** A key pair just made (requirement K5): to be encrypted by the vault and then dropped, never kept. */
public final class SubjectKeyPair {
    private final SubjectPublicKey publicKey;
    private final PrivateKey privateKey;

    SubjectKeyPair(SubjectPublicKey publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    public SubjectPublicKey publicKey() {
        return publicKey;
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    /** A fresh array with the PKCS#8 form (RFC 5208), which whoever asks for it owns and must zero. */
    public byte[] pkcs8ForCallerToZero() {
        byte[] encoded = privateKey.getEncoded();
        return switch (publicKey.algorithm()) {
            case RSA, ECDSA -> encoded;
            case ED25519, ED448 -> withoutPublicKey(encoded);
        };
    }

    /** Drops the optional public key of RFC 5958, which OpenSSL 3.0 does not read. */
    private static byte[] withoutPublicKey(byte[] encoded) {
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(encoded);
            return new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey())
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException("a fresh key must encode", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "SubjectKeyPair[" + publicKey + "]";
    }
}
