package dev.clm.pki.publickey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("K3")
class KeyPairMatchTest {

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521", "Ed25519", "Ed448"})
    void aPrivateKeyMatchesItsOwnPublicKeyAndNoOther(String kind) throws Exception {
        KeyPair one = pair(kind);
        KeyPair other = pair(kind);
        assertThat(matches(one.getPrivate().getEncoded(), one)).isTrue();
        assertThat(matches(one.getPrivate().getEncoded(), other)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void theCopyOfAPublicKeyThatPkcs8CarriesProvesNothing(String curve) throws Exception {
        KeyPair one = pair(curve);
        KeyPair other = pair(curve);
        assertThat(matches(carrying(one, other), other)).isFalse();
        assertThat(matches(carrying(one, other), one)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void aKeyThatCarriesNoPublicKeyIsComparedAllTheSame(String curve) throws Exception {
        KeyPair one = pair(curve);
        assertThat(matches(carrying(one, null), one)).isTrue();
        assertThat(matches(carrying(one, null), pair(curve))).isFalse();
    }

    private static boolean matches(byte[] pkcs8, KeyPair pair) {
        return KeyPairMatch.matches(
                pkcs8, SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    }

    /** The private number of one pair beside the public key of another, or of none. */
    private static byte[] carrying(KeyPair number, KeyPair copy) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(number.getPrivate().getEncoded());
        BigInteger secret = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
        int bits = ((java.security.interfaces.ECPrivateKey) number.getPrivate())
                .getParams()
                .getOrder()
                .bitLength();
        ECPrivateKey key = copy == null
                ? new ECPrivateKey(bits, secret)
                : new ECPrivateKey(bits, secret, new DERBitString(point(copy)), null);
        return new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), key).getEncoded();
    }

    private static byte[] point(KeyPair pair) {
        return SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded())
                .getPublicKeyData()
                .getOctets();
    }

    private static KeyPair pair(String kind) throws GeneralSecurityException {
        if (kind.startsWith("Ed")) {
            return KeyPairGenerator.getInstance(kind, BouncyCastle.provider()).generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BouncyCastle.provider());
        generator.initialize(new ECGenParameterSpec(kind));
        return generator.generateKeyPair();
    }
}
