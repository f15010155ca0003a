package dev.clm.pki.publickey;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Makes the key pairs of certificates whose key the service keeps. Every one passes the checks that foreign keys pass. */
public final class SubjectKeyGenerator {
    private SubjectKeyGenerator() {}

    public static SubjectKeyPair generate(KeySpec spec) {
        try {
            KeyPair pair = generator(spec).generateKeyPair();
            SubjectPublicKeyInfo info =
                    SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
            return new SubjectKeyPair(PublicKeyChecks.accept(info, "key"), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform cannot make a key: " + spec, e);
        }
    }

    private static KeyPairGenerator generator(KeySpec spec) throws GeneralSecurityException {
        Provider bouncyCastle = BouncyCastle.provider();
        switch (spec.algorithm()) {
            case RSA -> {
                return NativeSignatures.rsaKeyPairs(spec.size());
            }
            case ECDSA -> {
                KeyPairGenerator ec = KeyPairGenerator.getInstance("EC", bouncyCastle);
                ec.initialize(new ECGenParameterSpec(spec.namedCurve().wireName()));
                return ec;
            }
            case ED25519 -> {
                return KeyPairGenerator.getInstance("Ed25519", bouncyCastle);
            }
            case ED448 -> {
                return KeyPairGenerator.getInstance("Ed448", bouncyCastle);
            }
        }
        throw new IllegalStateException("no generator for " + spec);
    }
}
