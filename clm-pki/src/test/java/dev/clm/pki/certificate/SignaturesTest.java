package dev.clm.pki.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("RFC5280")
class SignaturesTest {
    private static final byte[] MESSAGE = "to be signed".getBytes(StandardCharsets.US_ASCII);

    /** The JDK's names of the key and of the signature that an authority with such a key makes. */
    private static final Map<TestKey.Kind, String[]> JDK = Map.of(
            TestKey.Kind.RSA_2048, new String[] {"RSA", "SHA256withRSA"},
            TestKey.Kind.RSA_3072, new String[] {"RSA", "SHA256withRSA"},
            TestKey.Kind.RSA_4096, new String[] {"RSA", "SHA384withRSA"},
            TestKey.Kind.P_256, new String[] {"EC", "SHA256withECDSA"},
            TestKey.Kind.P_384, new String[] {"EC", "SHA384withECDSA"},
            TestKey.Kind.P_521, new String[] {"EC", "SHA512withECDSA"},
            TestKey.Kind.ED25519, new String[] {"EdDSA", "Ed25519"},
            TestKey.Kind.ED448, new String[] {"EdDSA", "Ed448"});

    @ParameterizedTest
    @EnumSource
    void jdkVerifiesWhatIsSigned(TestKey.Kind kind) throws Exception {
        TestKey key = TestKey.shared(kind);
        Signature verifier = Signature.getInstance(JDK.get(kind)[1]);
        verifier.initVerify(KeyFactory.getInstance(JDK.get(kind)[0])
                .generatePublic(new X509EncodedKeySpec(key.publicKey().getEncoded())));
        verifier.update(MESSAGE);
        assertThat(verifier.verify(Signatures.sign(key.pkcs8(), SignatureAlgorithm.of(key.publicKey()), MESSAGE)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void awsLcAndBouncyCastleVerifyEachOther(TestKey.Kind kind) {
        TestKey key = TestKey.shared(kind);
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(key.publicKey());
        byte[] signature = Signatures.sign(key.pkcs8(), algorithm, MESSAGE);
        assertThat(VerificationKey.byBouncyCastle(key.publicKey(), algorithm).verifies(MESSAGE, signature))
                .isTrue();
        byte[] other = Signatures.signByBouncyCastle(key.pkcs8(), algorithm, MESSAGE);
        assertThat(VerificationKey.of(key.publicKey(), algorithm).verifies(MESSAGE, other))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void noSignatureAtAllDoesNotVerify(TestKey.Kind kind) {
        SubjectPublicKeyInfo key = TestKey.shared(kind).publicKey();
        assertThat(VerificationKey.of(key, SignatureAlgorithm.of(key)).verifies(MESSAGE, new byte[] {0x30, 1, 2}))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "P_256"})
    void signingLeavesTheCallersKeyToTheCaller(TestKey.Kind kind) {
        TestKey key = TestKey.shared(kind);
        byte[] pkcs8 = key.pkcs8();
        byte[] first = Signatures.sign(pkcs8, SignatureAlgorithm.of(key.publicKey()), MESSAGE);
        assertThat(first).isNotEmpty();
        assertThat(pkcs8).isEqualTo(key.pkcs8());
    }

    @Test
    void privateKeysOfTheJdkSign() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] signature = Signatures.sign(pair.getPrivate(), SignatureAlgorithm.ECDSA_WITH_SHA256, MESSAGE);
        SubjectPublicKeyInfo publicKey =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        assertThat(VerificationKey.of(publicKey, SignatureAlgorithm.ECDSA_WITH_SHA256)
                        .verifies(MESSAGE, signature))
                .isTrue();
    }

    @Test
    void changedMessageDoesNotVerify() {
        TestKey key = TestKey.generate(TestKey.Kind.P_256);
        byte[] signature = Signatures.sign(key.pkcs8(), SignatureAlgorithm.ECDSA_WITH_SHA256, MESSAGE);
        byte[] changed = MESSAGE.clone();
        changed[0] ^= 1;
        assertThat(VerificationKey.of(key.publicKey(), SignatureAlgorithm.ECDSA_WITH_SHA256)
                        .verifies(changed, signature))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("K5")
    void malformedPrivateKeyIsRefusedWithoutItsBytes(SignatureAlgorithm algorithm) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signatures.sign(new byte[] {1, 2, 3}, algorithm, MESSAGE))
                .withMessage("not a PKCS#8 private key")
                .withNoCause();
    }

    @ParameterizedTest
    @EnumSource
    void algorithmIsReadBackFromItsIdentifier(SignatureAlgorithm algorithm) {
        assertThat(SignatureAlgorithm.of(algorithm.identifier())).isEqualTo(algorithm);
    }

    @Test
    void otherAlgorithmsAreRefused() {
        ASN1ObjectIdentifier sha1 = PKCSObjectIdentifiers.sha1WithRSAEncryption;
        assertThatIllegalArgumentException().isThrownBy(() -> SignatureAlgorithm.of(new AlgorithmIdentifier(sha1)));
    }
}
