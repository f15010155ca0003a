package dev.clm.pki.publickey;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SubjectKeyGeneratorTest {
    private static final String SPECS = "dev.clm.pki.publickey.PublicKeyChecksTest#everyKindOfKey";

    @ParameterizedTest
    @MethodSource(SPECS)
    void theKeyHasTheSpecAskedFor(KeySpec spec) {
        assertThat(SubjectKeyGenerator.generate(spec).publicKey().spec()).isEqualTo(spec);
    }

    @ParameterizedTest
    @MethodSource(SPECS)
    void thePkcs8FormHoldsThePrivateKeyOfThePublicOne(KeySpec spec) throws Exception {
        SubjectKeyPair pair = SubjectKeyGenerator.generate(spec);
        byte[] pkcs8 = pair.pkcs8ForCallerToZero();
        byte[] publicBits = pair.publicKey().info().getPublicKeyData().getOctets();

        AsymmetricKeyParameter key = PrivateKeyFactory.createKey(pkcs8);

        if (key instanceof RSAKeyParameters rsa) {
            assertThat(org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(publicBits)
                            .getModulus())
                    .isEqualTo(rsa.getModulus());
        } else if (key instanceof ECPrivateKeyParameters ec) {
            assertThat(ec.getParameters().getG().multiply(ec.getD()).getEncoded(false))
                    .isEqualTo(publicBits);
        } else if (key instanceof Ed25519PrivateKeyParameters ed) {
            assertThat(ed.generatePublicKey().getEncoded()).isEqualTo(publicBits);
        } else {
            assertThat(((Ed448PrivateKeyParameters) key).generatePublicKey().getEncoded())
                    .isEqualTo(publicBits);
        }
    }

    @ParameterizedTest
    @MethodSource(SPECS)
    void thePkcs8FormIsVersionOneWithoutAPublicKeySoThatOpensslReadsIt(KeySpec spec) {
        PrivateKeyInfo info =
                PrivateKeyInfo.getInstance(SubjectKeyGenerator.generate(spec).pkcs8ForCallerToZero());

        assertThat(info.getVersion().intValueExact()).isZero();
        assertThat(info.hasPublicKey()).isFalse();
    }

    @ParameterizedTest
    @MethodSource(SPECS)
    @Tag("K5")
    void zeroingOneCopyOfThePkcs8FormLeavesTheKeyIntact(KeySpec spec) {
        SubjectKeyPair pair = SubjectKeyGenerator.generate(spec);
        byte[] first = pair.pkcs8ForCallerToZero();
        byte[] kept = first.clone();
        Arrays.fill(first, (byte) 0);

        assertThat(pair.pkcs8ForCallerToZero()).isEqualTo(kept);
    }

    @Test
    @Tag("K5")
    void aKeyPairPrintsNothingPrivate() {
        SubjectKeyPair pair = SubjectKeyGenerator.generate(KeySpec.ED25519);

        assertThat(pair.toString()).isEqualTo("SubjectKeyPair[" + pair.publicKey() + "]");
    }

    @Test
    void hashAndKeyIdentifierAreThoseOfTheStandards() throws Exception {
        SubjectPublicKey key = SubjectKeyGenerator.generate(KeySpec.ED25519).publicKey();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] der = key.der();

        assertThat(key.sha256()).isEqualTo(HexFormat.of().formatHex(sha256.digest(der)));
        // The DER of an Ed25519 key ends with the 32 octets of the BIT STRING.
        assertThat(key.keyIdentifier())
                .isEqualTo(Arrays.copyOf(sha256.digest(Arrays.copyOfRange(der, der.length - 32, der.length)), 20));
    }
}
