package dev.clm.pki.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RFC5280")
class CertificateTypeTest {
    private static final AlgorithmIdentifier RSA = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption);
    private static final AlgorithmIdentifier EC = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey);

    @Test
    void valuesAreThoseOfTheSchema() {
        assertThat(Stream.of(CertificateType.values()).map(CertificateType::value))
                .containsExactly("root", "intermediate", "leaf", "client", "server", "code_signing", "email");
    }

    @ParameterizedTest
    @EnumSource
    void valueIsReadBack(CertificateType type) {
        assertThat(CertificateType.of(type.value())).isEqualTo(type);
    }

    @Test
    void unknownValueIsRefusedByItsField() {
        FieldError error = refusal(() -> CertificateType.of("SERVER"));
        assertThat(error.field()).isEqualTo("certificate_type");
    }

    @Test
    void onlyRsaServersDecipher() {
        for (CertificateType type : CertificateType.values()) {
            assertThat(type.keyUsage(RSA, null).hasUsages(KeyUsage.keyEncipherment))
                    .isEqualTo(type == CertificateType.SERVER);
            assertThat(type.keyUsage(EC, null).hasUsages(KeyUsage.keyEncipherment))
                    .isFalse();
            assertThat(type.keyUsage(EC, null).hasUsages(KeyUsage.digitalSignature))
                    .isTrue();
            assertThat(type.keyUsage(EC, null).hasUsages(KeyUsage.keyCertSign)).isEqualTo(type.isAuthority());
        }
    }

    @Test
    @Tag("A.9")
    void rsaLeafThatNamesAHostFitsTheUsualRequestForMutualTls() {
        assertThat(CertificateType.LEAF
                        .keyUsage(RSA, TestAuthority.dns("a.example"))
                        .hasUsages(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
                .isTrue();
    }

    @Test
    void purposesFollowTheType() {
        assertThat(purposes(CertificateType.SERVER, null)).containsExactly(KeyPurposeId.id_kp_serverAuth);
        assertThat(purposes(CertificateType.CLIENT, null)).containsExactly(KeyPurposeId.id_kp_clientAuth);
        assertThat(purposes(CertificateType.CODE_SIGNING, null)).containsExactly(KeyPurposeId.id_kp_codeSigning);
        assertThat(purposes(CertificateType.EMAIL, null)).containsExactly(KeyPurposeId.id_kp_emailProtection);
        assertThat(CertificateType.ROOT.extendedKeyUsage(null)).isEmpty();
        assertThat(CertificateType.INTERMEDIATE.extendedKeyUsage(null)).isEmpty();
    }

    @Test
    void leafIsForServersOnlyWithAHostName() {
        assertThat(purposes(CertificateType.LEAF, null)).containsExactly(KeyPurposeId.id_kp_clientAuth);
        assertThat(purposes(CertificateType.LEAF, TestAuthority.dns("a.example")))
                .containsExactly(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
    }

    @ParameterizedTest
    @EnumSource
    void missingValidityIsTheDefault(CertificateType type) {
        assertThat(type.validityDays(null)).isEqualTo(type.defaultValidityDays());
        assertThat(type.validityDays(type.maximumValidityDays())).isEqualTo(type.maximumValidityDays());
        assertThat(type.validityDays(1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 399, Integer.MAX_VALUE})
    void validityOutOfRangeIsRefused(int days) {
        assertThat(refusal(() -> CertificateType.SERVER.validityDays(days)).field())
                .isEqualTo("validity_days");
    }

    private static KeyPurposeId[] purposes(CertificateType type, GeneralNames names) {
        return type.extendedKeyUsage(names).orElseThrow().getUsages();
    }

    private static FieldError refusal(Runnable call) {
        return catchThrowableOfType(ClmException.class, call::run).errors().get(0);
    }
}
