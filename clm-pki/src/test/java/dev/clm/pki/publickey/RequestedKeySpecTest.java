package dev.clm.pki.publickey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestedKeySpecTest {

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, , RSA, 2048, ",
        "RSA, 4096, , RSA, 4096, ",
        "RSA, , , RSA, 3072, ",
        "ECDSA, , , ECDSA, 256, P-256",
        "ECDSA, 384, , ECDSA, 384, P-384",
        "ECDSA, , P-521, ECDSA, 521, P-521",
        "ECDSA, 256, P-256, ECDSA, 256, P-256",
        "Ed25519, , , ED25519, 256, ",
        "Ed448, , , ED448, 456, "
    })
    void supportedKeysAreUnderstood(
            String algorithm,
            Integer size,
            String curve,
            KeyAlgorithm expected,
            int expectedSize,
            String expectedCurve) {
        KeySpec spec = new RequestedKeySpec(algorithm, size, curve).checked();

        assertThat(spec.algorithm()).isEqualTo(expected);
        assertThat(spec.size()).isEqualTo(expectedSize);
        assertThat(spec.curveName().orElse(null)).isEqualTo(expectedCurve);
    }

    @ParameterizedTest
    @CsvSource({
        ", , , key.algorithm, required",
        "DSA, 2048, , key.algorithm, unsupported_key_algorithm",
        "rsa, 2048, , key.algorithm, unsupported_key_algorithm",
        "RSA, 1024, , key.size, rsa_modulus_size",
        "RSA, 2047, , key.size, rsa_modulus_size",
        "RSA, 2049, , key.size, rsa_modulus_size",
        "RSA, 4104, , key.size, rsa_modulus_size",
        "RSA, -1, , key.size, rsa_modulus_size",
        "RSA, 2048, P-256, key.curve, not_applicable",
        "ECDSA, , P-192, key.curve, unsupported_curve",
        "ECDSA, , secp256k1, key.curve, unsupported_curve",
        "ECDSA, 255, , key.size, unsupported_curve",
        "ECDSA, 384, P-256, key.size, key_size_mismatch",
        "Ed25519, 256, , key.size, not_applicable",
        "Ed448, , Ed448, key.curve, not_applicable"
    })
    void otherKeysAreRefusedByField(String algorithm, Integer size, String curve, String field, String code) {
        ClmException refusal =
                catchThrowableOfType(ClmException.class, () -> new RequestedKeySpec(algorithm, size, curve).checked());

        assertThat(refusal.errors()).hasSize(1);
        assertThat(refusal.errors().get(0).field()).isEqualTo(field);
        assertThat(refusal.errors().get(0).code()).isEqualTo(code);
    }

    @Test
    void aSpecOfNoPossibleKeyCannotBeMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> KeySpec.rsa(2050));
        assertThatIllegalArgumentException().isThrownBy(() -> KeySpec.rsa(8200));
        assertThatIllegalArgumentException().isThrownBy(() -> new KeySpec(KeyAlgorithm.ECDSA, 256, NamedCurve.P_384));
    }

    @Test
    void wireNamesAreThoseOfTheColumnsCheck() {
        assertThat(KeyAlgorithm.values())
                .extracting(KeyAlgorithm::wireName)
                .containsExactly("RSA", "ECDSA", "Ed25519", "Ed448");
    }
}
