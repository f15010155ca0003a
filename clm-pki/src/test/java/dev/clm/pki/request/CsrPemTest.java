package dev.clm.pki.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsrPemTest {
    private static final String PEM = CsrFixture.csr().pem();

    @Test
    void bothLabelsLineEndsAndTextAroundAreAccepted() {
        byte[] der = CsrPem.decode(PEM);

        assertThat(CsrPem.decode(PEM.replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST")))
                .isEqualTo(der);
        assertThat(CsrPem.decode(PEM.replace("\n", "\r\n"))).isEqualTo(der);
        assertThat(CsrPem.decode("Subject: CN=x\n" + PEM + "\n\n")).isEqualTo(der);
    }

    @Test
    @Tag("RFC7468")
    @Tag("A.9")
    void whitespaceIsIgnoredWhereverItIs() {
        byte[] der = CsrPem.decode(PEM);

        assertThat(CsrPem.decode(PEM.indent(4))).isEqualTo(der);
        assertThat(CsrPem.decode(PEM.replace("\n", " "))).isEqualTo(der);
        assertThat(CsrPem.decode(PEM.replace("\n", "\u00a0\n\u00a0"))).isEqualTo(der);
        assertThat(CsrPem.decode(PEM.replace(" ", "\u00a0"))).isEqualTo(der);
        assertThat(CsrPem.decode("\ufeff" + PEM.replace("\n", "\t\r\n\n"))).isEqualTo(der);
    }

    @Test
    void nothingIsRequiredAsNothing() {
        assertThat(code(null)).isEqualTo("required");
        assertThat(code("  \n")).isEqualTo("required");
    }

    @Test
    void moreThan64KiBAreRefused() {
        assertThat(code(PEM + " ".repeat(CsrPem.MAX_LENGTH))).isEqualTo("csr_too_large");
    }

    @Test
    void anythingButOneRequestIsRefused() {
        assertThat(code("hello")).isEqualTo("not_a_csr");
        assertThat(code(PEM.replace("CERTIFICATE REQUEST", "CERTIFICATE"))).isEqualTo("not_a_csr");
        assertThat(code(PEM + PEM)).isEqualTo("several_pem_blocks");
        assertThat(code(PEM + PEM.replace("CERTIFICATE REQUEST", "CERTIFICATE")))
                .isEqualTo("several_pem_blocks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRIVATE KEY",
                "RSA PRIVATE KEY",
                "EC PRIVATE KEY",
                "ENCRYPTED PRIVATE KEY",
                "OPENSSH PRIVATE KEY"
            })
    @Tag("K5")
    void aPrivateKeyIsRefusedWithoutRepeatingIt(String label) {
        String key = "-----BEGIN " + label + "-----\nc3dvcmRmaXNo\n-----END " + label + "-----\n";

        ClmException refusal = refusal(PEM + key);

        assertThat(refusal.errors().get(0).code()).isEqualTo("private_key_in_csr");
        assertThat(refusal.getMessage()).doesNotContain("c3dvcmRmaXNo");
        assertThat(code(key)).isEqualTo("private_key_in_csr");
    }

    @Test
    void base64IsStrict() {
        String unpadded = "-----BEGIN CERTIFICATE REQUEST-----\nMA\n-----END CERTIFICATE REQUEST-----";

        assertThat(code(unpadded)).isEqualTo("malformed_pem");
        assertThat(code(unpadded.replace("MA", "MB=="))).isEqualTo("malformed_pem");
        assertThat(code(unpadded.replace("MA", "M*=="))).isEqualTo("malformed_pem");
        assertThat(code(unpadded.replace("MA", "MAé="))).isEqualTo("malformed_pem");
        assertThat(code(unpadded.replace("MA", "Proc-Type: 4,ENCRYPTED\n\nMA==")))
                .isEqualTo("malformed_pem");
        assertThat(CsrPem.decode(unpadded.replace("MA", "MA=="))).containsExactly(0x30);
    }

    @Test
    void aMissingOrOtherEndIsRefused() {
        assertThat(code(PEM.replace("-----END CERTIFICATE REQUEST-----", ""))).isEqualTo("malformed_pem");
        assertThat(code(PEM.replace("END CERTIFICATE", "END NEW CERTIFICATE"))).isEqualTo("malformed_pem");
    }

    private static ClmException refusal(String pem) {
        return catchThrowableOfType(ClmException.class, () -> CertificateSigningRequest.parse(pem));
    }

    private static String code(String pem) {
        return refusal(pem).errors().get(0).code();
    }
}
