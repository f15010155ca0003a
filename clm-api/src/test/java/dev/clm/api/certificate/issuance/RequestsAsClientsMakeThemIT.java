package dev.clm.api.certificate.issuance;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import dev.clm.api.testing.TestCsr;
import java.io.IOException;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and usages as people bring them: what is right is issued, what is too much is left out and said to be. */
@Tag("A.9")
class RequestsAsClientsMakeThemIT {
    private static final Tenant TENANT = Tenant.create();
    private static final UUID ORGANIZATION = TENANT.administrator().organizationId();
    /** The stock openssl.cnf. */
    private static final int STOCK_USAGES =
            KeyUsage.digitalSignature | KeyUsage.nonRepudiation | KeyUsage.keyEncipherment;

    @AfterEach
    void endPolicies() {
        Rows.core("update policies set status = 'archived' where organization_id = ?", ORGANIZATION);
    }

    @Test
    void usagesThatAreTooManyAreLeftOutAndNamed() {
        Answer issued =
                issue(csr(TestCsr.p256("k").key(), STOCK_USAGES), Map.of()).expect(201);

        assertThat(omitted(issued)).containsExactly("csr.key_usage.nonRepudiation", "csr.key_usage.keyEncipherment");
        assertThat(IssuedPath.of(issued.json()).leafCertificate().getKeyUsage()).startsWith(true, false, false, false);
    }

    @Test
    void evaluationNamesWhatWouldBeLeftOut() {
        Map<String, Object> body =
                Map.of("csr", TestCsr.pem(csr(TestCsr.p256("k").key(), STOCK_USAGES)));

        Answer verdict =
                TENANT.administrator().post(CERTIFICATES + "/evaluate", body).expect(200);

        assertThat(verdict.json().path("allowed").asBoolean()).isTrue();
        assertThat(omitted(verdict)).hasSize(2);
    }

    @Test
    void usualRsaRequestForMutualTlsIsIssuedAsALeaf() throws Exception {
        KeyPair rsa = TestCsr.of("RSA-2048", "k").key();

        Answer issued = issue(csr(rsa, KeyUsage.digitalSignature | KeyUsage.keyEncipherment), Map.of())
                .expect(201);

        assertThat(issued.json().has("omitted")).isFalse();
        assertThat(IssuedPath.of(issued.json()).leafCertificate().getKeyUsage()).startsWith(true, false, true);
        assertThat(IssuedPath.of(issued.json()).leafCertificate().getExtendedKeyUsage())
                .hasSize(2);
    }

    @Test
    void strictPolicyRefusesWhatWouldBeLeftOut() {
        Rows.policy(ORGANIZATION, Tenant.unique("strict"), "{\"refuse_omissions\":true}");

        assertThat(issue(csr(TestCsr.p256("k").key(), STOCK_USAGES), Map.of())
                        .expect(422, "policy_violation")
                        .faults())
                .containsExactly("refuse_omissions");
        issue(csr(TestCsr.p256("k").key(), KeyUsage.digitalSignature), Map.of()).expect(201);
    }

    @Test
    @Tag("A4")
    void challengePasswordIsLeftOutOfEverythingThatIsStored() {
        Answer issued = issue(csr(TestCsr.p256("k").key(), KeyUsage.digitalSignature, "sw0rdfish-42"), Map.of())
                .expect(201);

        assertThat(omitted(issued)).containsExactly("csr.attributes.challengePassword");
        assertThat(issued.text()).doesNotContain("sw0rdfish");
        assertThat(Rows.countSecure(
                        "certificate_requests where issued_certificate_id = ?"
                                + " and position(encode('sw0rdfish-42', 'hex') in encode(der_encoded_csr, 'hex')) > 0",
                        issued.id()))
                .isZero();
    }

    @Test
    void principalNamesAndIdentifiersNeedAPolicyThatAllowsThem() throws Exception {
        Map<String, Object> body = made(List.of(
                Map.of("type", "UPN", "value", "jane@corp.example"), Map.of("type", "RID", "value", "1.2.840.113549")));

        Answer refusal = TENANT.administrator().post(CERTIFICATES, body).expect(422, "policy_violation");
        assertThat(refusal.fields()).containsOnly("subject_alternative_names");

        Rows.policy(ORGANIZATION, Tenant.unique("logon"), "{\"allowed_san_types\":[\"UPN\",\"RID\"]}");
        Answer issued = TENANT.administrator().post(CERTIFICATES, body).expect(201);
        assertThat(IssuedPath.of(issued.json()).leafCertificate().getSubjectAlternativeNames().stream()
                        .<Object>map(name -> name.get(0)))
                .containsExactlyInAnyOrder(0, 8);
        assertThat(issued.json()
                        .path("subject_alternative_names")
                        .path(0)
                        .path("value")
                        .asString())
                .isEqualTo("jane@corp.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:opcua:host:App",
                "tag:microsoft.com,2022-09-14:sid:S-1-5-21-1-2-3-4",
                "sip:alice@a.example",
                "did:web:a.example",
                "spiffe://under_score.example/a"
            })
    void uriWithoutAuthorityIsIssued(String uri) {
        TENANT.administrator()
                .post(CERTIFICATES, made(List.of(Map.of("type", "URI", "value", uri))))
                .expect(201);
    }

    @Test
    @Tag("A.13")
    void uriIsRefusedForItsOwnReason() {
        Answer refusal = TENANT.administrator()
                .post(CERTIFICATES, made(List.of(Map.of("type", "URI", "value", "https://a_b.example/"))))
                .expect(422);

        assertThat(refusal.text()).contains("labels consist of letters, digits and hyphens");
    }

    @Test
    void severalUnitsAndComponentsAreIssuedInTheirOrder() {
        Map<String, Object> body = made(List.of());
        body.put(
                "subject",
                Map.of(
                        "common_name", "Jane Doe",
                        "domain_component", List.of("com", "example"),
                        "organizational_unit", List.of("Ops", "West")));

        assertThat(TENANT.administrator().post(CERTIFICATES, body).expect(201).text("subject_dn"))
                .isEqualTo("CN=Jane Doe,OU=West,OU=Ops,DC=example,DC=com");
    }

    private static Map<String, Object> made(List<Map<String, String>> names) {
        Map<String, Object> body = new HashMap<>();
        body.put("subject", Map.of("common_name", "Jane Doe"));
        body.put("key", Map.of("algorithm", "ECDSA"));
        body.put("subject_alternative_names", names);
        return body;
    }

    private static List<String> omitted(Answer answer) {
        return answer.json()
                .path("omitted")
                .valueStream()
                .map(omission -> omission.path("field").asString())
                .toList();
    }

    private static Answer issue(byte[] csr, Map<String, ?> members) {
        Map<String, Object> body = new HashMap<>(members);
        body.put("csr", TestCsr.pem(csr));
        return TENANT.administrator().post(CERTIFICATES, body);
    }

    private static byte[] csr(KeyPair key, int usages) {
        return csr(key, usages, null);
    }

    private static byte[] csr(KeyPair key, int usages, String password) {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, "mtls.example")));
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(usages));
            extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            JcaPKCS10CertificationRequestBuilder builder =
                    new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=mtls.example"), key.getPublic());
            builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            if (password != null) {
                builder.addAttribute(
                        PKCSObjectIdentifiers.pkcs_9_at_challengePassword, new DERPrintableString(password));
            }
            String signature = key.getPublic().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return builder.build(new JcaContentSignerBuilder(signature).build(key.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
