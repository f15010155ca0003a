package dev.clm.api.certificate.issuance;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.Tenant;
import dev.clm.api.testing.TestCsr;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in the body of a request and what becomes of it. */
class IssuanceBodyIT {
    private static final Tenant TENANT = Tenant.create();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|csr",
                "{\"surprise\":1}|surprise",
                "{\"csr\":1}|csr",
                "{\"csr\":\"\"}|csr",
                "{\"csr\":null}|csr",
                "{\"key\":{\"algorithm\":\"DSA\"},\"subject\":{\"common_name\":\"a.example\"}}|key.algorithm",
                "{\"key\":{\"algorithm\":\"RSA\",\"size\":1024},\"subject\":{\"common_name\":\"a.example\"}}|key.size",
                "{\"key\":{\"algorithm\":\"ECDSA\",\"curve\":\"secp256k1\"},\"subject\":{\"common_name\":\"a.example\"}}|key.curve",
                "{\"key\":{\"algorithm\":\"Ed25519\",\"sice\":1}}|key.sice",
                "{\"key\":{\"algorithm\":\"Ed25519\"},\"subject\":{\"common_nam\":\"a.example\"}}|subject.common_nam",
                "{\"key\":{\"algorithm\":\"Ed25519\"},\"subject\":{}}|subject.common_name"
            })
    void faultOfTheBodyIsNamed(String body, String field) {
        Answer answer = TENANT.administrator().post(CERTIFICATES, body).expect(422, "validation_failed");

        assertThat(answer.fields()).contains(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "validity_days|0",
                "validity_days|100000",
                "certificate_type|root",
                "certificate_type|nonsense",
                "environment|nowhere",
                "tags|x",
                "subject_alternative_names|x",
                "custom_fields|x",
                "owner_user_id|x",
                "issuer_id|x"
            })
    void faultOfAMemberBesideTheCsrIsNamed(String member, String value) {
        Object given = member.equals("validity_days") ? (Object) Integer.valueOf(value) : value;

        assertThat(TENANT.issue("beside.example", Map.of(member, given))
                        .expect(422)
                        .fields())
                .containsExactly(member);
    }

    @Test
    void csrAndKeyExcludeEachOther() {
        Answer answer = TENANT.issue(
                        "both.example",
                        Map.of("key", Map.of("algorithm", "ECDSA"), "subject", Map.of("common_name", "both.example")))
                .expect(422);

        assertThat(answer.fields()).containsExactlyInAnyOrder("key", "subject");
    }

    @Test
    void alternativeNamesOfCsrAndBodyJoin() throws Exception {
        Answer issued = TENANT.issue(
                        "joined.example",
                        Map.of(
                                "subject_alternative_names",
                                List.of(
                                        Map.of("type", "DNS", "value", "Also.Example"),
                                        Map.of("type", "IP", "value", "2001:db8::1"))))
                .expect(201);

        assertThat(IssuedPath.of(issued.json()).leafCertificate().getSubjectAlternativeNames().stream()
                        .<Object>map(name -> name.get(1)))
                .containsExactlyInAnyOrder("joined.example", "also.example", "2001:db8:0:0:0:0:0:1");
    }

    @Test
    void certificateNeverOutlivesItsIssuer() {
        Tenant.Authority shortLived =
                TENANT.authority(Map.of("issuer_id", TENANT.root().id(), "validity_days", 5));

        Answer issued = TENANT.issue("brief.example", Map.of("issuer_id", shortLived.id(), "validity_days", 90))
                .expect(201);

        IssuedPath path = IssuedPath.of(issued.json());
        assertThat(path.leafCertificate().getNotAfter())
                .isEqualTo(IssuedPath.certificate(path.chain().get(0)).getNotAfter());
    }

    @Test
    void serialNumbersAreLongAndShownAsHex() {
        Answer issued = TENANT.issue("serial.example", Map.of()).expect(201);

        X509Certificate certificate = IssuedPath.of(issued.json()).leafCertificate();
        assertThat(issued.text("serial_number")).matches("[0-9a-f]+");
        assertThat(new BigInteger(issued.text("serial_number"), 16)).isEqualTo(certificate.getSerialNumber());
        assertThat(certificate.getSerialNumber().bitLength()).isBetween(100, 159);
    }

    @Test
    void usagesFollowTheCertificateType() throws Exception {
        assertThat(extendedUsages("server")).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(extendedUsages("client")).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(extendedUsages("code_signing")).containsExactly("1.3.6.1.5.5.7.3.3");
        assertThat(extendedUsages("email")).containsExactly("1.3.6.1.5.5.7.3.4");
    }

    @Test
    void csrThatAsksToBecomeAnAuthorityIsRefused() {
        Answer answer = TENANT.administrator()
                .post(
                        CERTIFICATES,
                        Map.of(
                                "csr",
                                TestCsr.forAnAuthority("wants-more.example").pem()))
                .expect(422);

        assertThat(answer.fields()).containsExactly("csr");
    }

    private static List<String> extendedUsages(String type) throws Exception {
        Answer issued = TENANT.issue(
                        "typed.example",
                        Map.of(
                                "certificate_type",
                                type,
                                "subject_alternative_names",
                                List.of(Map.of("type", "EMAIL", "value", "ops@typed.example"))))
                .expect(201);
        return IssuedPath.of(issued.json()).leafCertificate().getExtendedKeyUsage();
    }
}
