package dev.clm.api.certificate.issuance;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.OpenSsl;
import dev.clm.api.testing.Tenant;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a certificate of each type has to carry, and what its common name is taken for. */
class WhatTypesCarryIT {
    private static final Tenant TENANT = Tenant.create();
    private static final UUID CONSTRAINED = TENANT.authority(Map.of(
                    "issuer_id",
                    TENANT.root().id(),
                    "name_constraints",
                    Map.of("permitted_dns_domains", List.of("inside.example"))))
            .id();

    @Test
    @Tag("A.5")
    void mailCertificateNeedsAnAddress() {
        Answer refusal = made("Jane Doe", Map.of("certificate_type", "email")).expect(422);

        assertThat(refusal.fields()).containsExactly("subject_alternative_names");
        made("Jane Doe", Map.of("certificate_type", "email", "subject_alternative_names", mail("jane@a.example")))
                .expect(201);
    }

    @Test
    @Tag("A.5")
    void codeSignerNeedsACommonName() {
        Map<String, Object> body = new HashMap<>(Map.of(
                "subject", Map.of("organization", "Example"),
                "key", Map.of("algorithm", "ECDSA"),
                "certificate_type", "code_signing",
                "subject_alternative_names", mail("code@a.example")));

        assertThat(TENANT.administrator().post(CERTIFICATES, body).expect(422).fields())
                .containsExactly("subject");
        body.put("subject", Map.of("common_name", "Example Ltd"));
        TENANT.administrator().post(CERTIFICATES, body).expect(201);
    }

    @ParameterizedTest
    @CsvSource({"client, www.outside.example", "client, jdoe", "code_signing, www.outside.example", "client, 10.1.2.3"})
    @Tag("A.10")
    void commonNameThatIsTakenForAHostOutsideIsRefusedOnTheSubject(String type, String name) {
        Answer refusal = made(name, Map.of("certificate_type", type, "issuer_id", CONSTRAINED))
                .expect(422);

        assertThat(refusal.fields()).containsExactly("subject");
        assertThat(refusal.faults()).containsExactly("common_name_is_within_name_constraints_above");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Jane Doe", "www.inside.example"})
    @Tag("A.10")
    void commonNameThatIsIssuedUnderConstraintsValidates(String name, @TempDir Path folder) throws Exception {
        IssuedPath path = IssuedPath.of(made(name, Map.of("certificate_type", "client", "issuer_id", CONSTRAINED))
                .expect(201)
                .json());

        path.verifyByJdk();
        if (OpenSsl.isHere()) {
            OpenSsl verdict = path.verifyByOpenSsl(folder);
            assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        }
    }

    @Test
    @Tag("A.10")
    void commonNameWithoutADotMakesALeafNoServer() throws Exception {
        X509Certificate person = certificate(made("jdoe", Map.of()));
        X509Certificate host = certificate(made("www.leaf.example", Map.of()));

        assertThat(person.getSubjectAlternativeNames()).isNull();
        assertThat(person.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(host.getSubjectAlternativeNames()).hasSize(1);
        assertThat(host.getExtendedKeyUsage()).contains("1.3.6.1.5.5.7.3.1");
        assertThat(certificate(made("intranet", Map.of("certificate_type", "server")))
                        .getSubjectAlternativeNames())
                .as("asked for as a server")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"leaf, 90", "server, 398", "client, 1"})
    @Tag("A.11")
    void daysAreCountedWithTheirLastSecond(String type, int days) {
        X509Certificate issued =
                certificate(made("www.days.example", Map.of("certificate_type", type, "validity_days", days)));

        long seconds = issued.getNotAfter().toInstant().getEpochSecond()
                - issued.getNotBefore().toInstant().getEpochSecond()
                + 1;
        assertThat(seconds).isEqualTo(days * 86_400L);
    }

    private static X509Certificate certificate(Answer issued) {
        return IssuedPath.of(issued.expect(201).json()).leafCertificate();
    }

    private static List<Map<String, String>> mail(String address) {
        return List.of(Map.of("type", "EMAIL", "value", address));
    }

    private static Answer made(String commonName, Map<String, ?> members) {
        Map<String, Object> body = new HashMap<>(members);
        body.put("subject", Map.of("common_name", commonName));
        body.put("key", Map.of("algorithm", "ECDSA"));
        return TENANT.administrator().post(CERTIFICATES, body);
    }
}
