package dev.clm.secure.privatekey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.encryptionkey.LoadedDataKeys;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.UUID;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("K1")
class PrivateKeyUseTest {
    private static final OrganizationId TENANT = OrganizationId.of(new UUID(0, 1));
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private final PrivateKeyVault vault = new PrivateKeyVault(LoadedDataKeys.of(TENANT));

    @ParameterizedTest
    @CsvSource({
        "RSA,,SHA256withRSA",
        "EC,secp256r1,SHA256withECDSA",
        "EC,secp384r1,SHA384withECDSA",
        "EC,secp521r1,SHA512withECDSA",
        "Ed25519,,Ed25519",
        "Ed448,,Ed448"
    })
    void aSealedKeyOfEveryKindSigns(String algorithm, String curve, String signature) throws Exception {
        KeyPair pair = generate(algorithm, curve);
        SealedPrivateKey sealed =
                vault.sealAndErase(pair.getPrivate().getEncoded(), new UUID(1, 1), new UUID(2, 1), TENANT);

        byte[] signed = vault.useKey(sealed, key -> sign(key, signature));

        Signature verifier = Signature.getInstance(signature);
        verifier.initVerify(pair.getPublic());
        verifier.update((byte) 1);
        assertThat(verifier.verify(signed)).isTrue();
    }

    static KeyPair generate(String algorithm, String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (curve != null) {
            generator.initialize(new ECGenParameterSpec(curve));
        }
        return generator.generateKeyPair();
    }

    private static byte[] sign(java.security.PrivateKey key, String algorithm) {
        try {
            Signature signer = Signature.getInstance(algorithm, BOUNCY_CASTLE);
            signer.initSign(key);
            signer.update((byte) 1);
            return signer.sign();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
