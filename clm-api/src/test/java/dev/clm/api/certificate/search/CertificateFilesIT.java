package dev.clm.api.certificate.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.Tenant;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The forms in which a certificate is downloaded. */
class CertificateFilesIT {
    /** 1.3.6.1.5.5.7.48.1 (RFC 5280, 4.2.2.1), as DER has it. */
    private static final String ID_AD_OCSP = "+\u0006\u0001\u0005\u0005\u00070\u0001";

    private static final Tenant TENANT = Tenant.create();
    private static Answer issued;
    private static IssuedPath path;

    @BeforeAll
    static void issue() {
        issued = TENANT.issue("files.example", Map.of()).expect(201);
        path = IssuedPath.of(issued.json());
    }

    @Test
    void readingAgainAnswersWhatIssuingAnswered() {
        assertThat(TENANT.administrator()
                        .get(Tenant.path(issued.id()))
                        .expect(200)
                        .json())
                .isEqualTo(issued.json());
    }

    @Test
    void chainRunsFromTheIssuerToTheRoot() {
        assertThat(path.chain())
                .containsExactly(
                        TENANT.administrator()
                                .get(Tenant.path(TENANT.issuing().id()))
                                .text("pem"),
                        TENANT.administrator()
                                .get(Tenant.path(TENANT.root().id()))
                                .text("pem"));
    }

    @Test
    void pemIsTheCertificateWithItsChain() {
        Answer pem = file("/pem", "application/pem-certificate-chain");

        assertThat(pem.text()).isEqualTo(path.leaf() + String.join("", path.chain()));
    }

    @Test
    void derIsTheCertificateAlone() throws Exception {
        assertThat(file("/der", "application/pkix-cert").body())
                .isEqualTo(path.leafCertificate().getEncoded());
    }

    @Test
    void pkcs7HoldsCertificateAndChain() throws Exception {
        Answer pkcs7 = file("/chain", "application/pkcs7-mime");

        assertThat(CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pkcs7.body())))
                .hasSize(3)
                .anyMatch(path.leafCertificate()::equals);
    }

    @Test
    void authorityIsPublishedUnderTheAddressThatCertificatesCarry() {
        String published =
                new String(TENANT.fetch("/pki/" + TENANT.issuing().name() + "/ca.pem"), StandardCharsets.US_ASCII);
        byte[] crlAddress = path.leafCertificate().getExtensionValue("2.5.29.31");

        assertThat(published).isEqualTo(String.join("", path.chain()));
        assertThat(new String(crlAddress, StandardCharsets.ISO_8859_1))
                .contains(TENANT.issuing().crlPath());
        String access =
                new String(path.leafCertificate().getExtensionValue("1.3.6.1.5.5.7.1.1"), StandardCharsets.ISO_8859_1);
        assertThat(access).contains("/pki/" + TENANT.issuing().name() + "/ca.der");
        assertThat(access).as("no OCSP address without a responder").doesNotContain(ID_AD_OCSP);
        assertThat(List.of(
                        IssuedPath.crl(TENANT.fetch(TENANT.issuing().crlPath())).getIssuerX500Principal()))
                .containsExactly(path.leafCertificate().getIssuerX500Principal());
    }

    private static Answer file(String suffix, String type) {
        Answer answer =
                TENANT.administrator().get(Tenant.path(issued.id()) + suffix).expect(200);
        assertThat(answer.header("Content-Type")).startsWith(type);
        return answer;
    }
}
