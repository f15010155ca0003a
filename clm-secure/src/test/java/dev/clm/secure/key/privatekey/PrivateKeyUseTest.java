package dev.clm.secure.key.privatekey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.certificate.SignatureAlgorithm;
import dev.clm.pki.certificate.Signatures;
import dev.clm.secure.key.encryptionkey.KeyPurpose;
import dev.clm.secure.key.encryptionkey.LoadedDataKeys;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("K1")
class PrivateKeyUseTest {
    private static final OrganizationId TENANT = OrganizationId.of(new UUID(0, 1));

    private final PrivateKeyVault vault = new PrivateKeyVault(LoadedDataKeys.of(TENANT));

    @ParameterizedTest
    @CsvSource({
        "RSA,,SHA256withRSA,SHA256_WITH_RSA",
        "EC,secp256r1,SHA256withECDSA,ECDSA_WITH_SHA256",
        "EC,secp384r1,SHA384withECDSA,ECDSA_WITH_SHA384",
        "EC,secp521r1,SHA512withECDSA,ECDSA_WITH_SHA512",
        "Ed25519,,Ed25519,ED25519",
        "Ed448,,Ed448,ED448"
    })
    void aSealedKeyOfEveryKindSigns(String algorithm, String curve, String signature, SignatureAlgorithm signed)
            throws Exception {
        KeyPair pair = generate(algorithm, curve);
        SealedPrivateKey sealed = vault.sealAndErase(
                pair.getPrivate().getEncoded(), new UUID(1, 1), new UUID(2, 1), TENANT, KeyPurpose.CERTIFICATE);

        byte[] made = vault.inspect(sealed, pkcs8 -> Signatures.sign(pkcs8, signed, new byte[] {1}));

        Signature verifier = Signature.getInstance(signature);
        verifier.initVerify(pair.getPublic());
        verifier.update((byte) 1);
        assertThat(verifier.verify(made)).isTrue();
    }

    static KeyPair generate(String algorithm, String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (curve != null) {
            generator.initialize(new ECGenParameterSpec(curve));
        }
        return generator.generateKeyPair();
    }
}
