package dev.clm.api.certificate.authority;

import static dev.clm.api.testing.Tenant.AUTHORITIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateAuthorityIT {
    private static final Tenant TENANT = Tenant.create();
    private static final Map<String, ?> SUBJECT = Map.of("common_name", "Test CA", "organization", "Example");

    @Test
    void rootSignsItselfAndStandsAlone() throws Exception {
        Answer root = create(Map.of("path_length", 1)).expect(201);

        var certificate = IssuedPath.certificate(root.text("pem"));
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getBasicConstraints()).isEqualTo(1);
        assertThat(root.text("certificate_type")).isEqualTo("root");
        assertThat(root.text("issuer_id")).isNull();
        assertThat(root.json().path("chain").isEmpty()).isTrue();
        assertThat(root.text("crl_url")).endsWith("/pki/" + root.text("name") + "/crl.der");
        assertThat(root.header("Location")).isEqualTo(AUTHORITIES + "/" + root.id());
        assertThat(TENANT.administrator()
                        .get(root.header("Location"))
                        .expect(200)
                        .json())
                .isEqualTo(root.json());
    }

    @Test
    void newAuthorityPublishesAnEmptyCrlAtOnce() throws Exception {
        Answer root = create(Map.of()).expect(201);

        var crl = IssuedPath.crl(TENANT.fetch("/pki/" + root.text("name") + "/crl.der"));

        crl.verify(IssuedPath.certificate(root.text("pem")).getPublicKey());
        assertThat(crl.getRevokedCertificates()).isNull();
    }

    @Test
    @Tag("X3")
    void authorityLeavesMetadataRequestAndSealedKey() {
        UUID id = create(Map.of()).expect(201).id();

        assertThat(Rows.countCore("certificate_metadata where certificate_id = ? and certificate_type = 'root'", id))
                .isEqualTo(1);
        assertThat(Rows.countSecure(
                        "certificate_requests where issued_certificate_id = ? and status = 'fulfilled'", id))
                .isEqualTo(1);
        assertThat(Rows.countSecure("private_keys where certificate_id = ? and not is_exportable", id))
                .isEqualTo(1);
    }

    @Test
    void pathLengthOfAnIssuerIsKept() {
        Tenant.Authority narrow = TENANT.authority(Map.of("path_length", 0));

        Answer refusal = create(Map.of("issuer_id", narrow.id())).expect(422);

        assertThat(refusal.fields()).isNotEmpty();
        TENANT.issue("below.example", Map.of("issuer_id", narrow.id())).expect(201);
    }

    @Test
    void nameConstraintsOfAnIssuerAreKept() throws Exception {
        Tenant.Authority constrained = TENANT.authority(Map.of(
                "issuer_id",
                TENANT.root().id(),
                "name_constraints",
                Map.of(
                        "permitted_dns_domains", List.of("inside.example"),
                        "excluded_dns_domains", List.of("secret.inside.example"))));

        Answer inside = TENANT.issue("www.inside.example", Map.of("issuer_id", constrained.id()))
                .expect(201);
        IssuedPath.of(inside.json()).verifyByJdk();
        TENANT.issue("www.outside.example", Map.of("issuer_id", constrained.id()))
                .expect(422);
        TENANT.issue("www.secret.inside.example", Map.of("issuer_id", constrained.id()))
                .expect(422);
        assertThat(Rows.countSecure(
                        "certificates where issuer_authority_id ="
                                + " (select id from certificate_authorities where name = ?)",
                        constrained.name()))
                .isEqualTo(1);
    }

    @Test
    @Tag("I2")
    @Tag("A.3")
    void typesThatNoConstraintNamesAreExcludedAndSaidToBe() {
        Answer constrained = create(Map.of(
                        "issuer_id",
                        TENANT.root().id(),
                        "name_constraints",
                        Map.of("permitted_dns_domains", List.of("inside.example"), "open_types", List.of("EMAIL"))))
                .expect(201);

        assertThat(constrained
                        .json()
                        .path("name_constraints")
                        .path("excluded_types")
                        .valueStream()
                        .map(type -> type.asString()))
                .containsExactly("IP", "URI");
        assertThat(TENANT.administrator()
                        .get(constrained.header("Location"))
                        .expect(200)
                        .json())
                .isEqualTo(constrained.json());
        assertThat(TENANT.issue(
                                "www.inside.example",
                                Map.of(
                                        "issuer_id",
                                        constrained.id(),
                                        "subject_alternative_names",
                                        List.of(Map.of("type", "IP", "value", "10.1.2.3"))))
                        .expect(422)
                        .fields())
                .containsExactly("subject_alternative_names");
    }

    @Test
    void nameIsTakenOnceOverAllOrganizations() {
        String name = Tenant.unique("ca");
        TENANT.administrator()
                .post(AUTHORITIES, Map.of("name", name, "subject", SUBJECT))
                .expect(201);
        long before = Rows.countSecure("certificates");

        for (Tenant tenant : List.of(TENANT, Tenant.create())) {
            Answer refusal = tenant.administrator()
                    .post(AUTHORITIES, Map.of("name", name, "subject", SUBJECT))
                    .expect(409, "state_conflict");
            assertThat(refusal.fields()).containsExactly("name");
        }
        assertThat(Rows.countSecure("certificates"))
                .as("but for the other tenant's two")
                .isEqualTo(before + 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|name",
                "{\"name\":\"Upper\"}|name",
                "{\"name\":\"-x\"}|name",
                "{\"name\":\"../x\"}|name",
                "{\"name\":\"x\"}|subject.common_name",
                "{\"name\":\"x\",\"subject\":{\"common_name\":\"x\"},\"path_length\":-1}|path_length",
                "{\"name\":\"x\",\"subject\":{\"common_name\":\"x\"},\"validity_days\":0}|validity_days",
                "{\"name\":\"x\",\"subject\":{\"common_name\":\"x\"},\"key\":{\"algorithm\":\"DSA\"}}|key.algorithm",
                "{\"name\":\"x\",\"subject\":{\"common_name\":\"x\"},\"issuer_id\":\"00000000-0000-7000-8000-00000000000f\"}|issuer_id",
                "{\"name\":\"x\",\"subject\":{\"common_name\":\"x\"},\"name_constraints\":{}}|name_constraints",
                "{\"name\":\"x\",\"subject\":{\"common_name\":\"x\"},\"colour\":1}|colour"
            })
    void faultOfTheBodyIsNamed(String body, String field) {
        assertThat(TENANT.administrator().post(AUTHORITIES, body).expect(422).fields())
                .containsExactly(field);
    }

    @Test
    @Tag("T4")
    void sameKeyMakesOneAuthority() {
        String key = Tenant.unique("key");
        Map<String, Object> body = Map.of("name", Tenant.unique("ca"), "subject", SUBJECT);

        Answer first = TENANT.administrator().post(AUTHORITIES, body, key).expect(201);

        assertThat(TENANT.administrator()
                        .post(AUTHORITIES, body, key)
                        .expect(201)
                        .text())
                .isEqualTo(first.text());
        assertThat(Rows.countSecure("certificate_authorities where name = ?", body.get("name")))
                .isEqualTo(1);
    }

    @Test
    void listIsPagedByCursor() {
        Tenant many = Tenant.create();
        UUID third = many.authority(Map.of()).id();

        Answer first = many.administrator().get(AUTHORITIES + "?limit=2").expect(200);
        Answer second = many.administrator()
                .get(AUTHORITIES + "?limit=2&cursor=" + first.text("next_cursor"))
                .expect(200);

        assertThat(first.ids()).containsExactly(many.root().id(), many.issuing().id());
        assertThat(second.ids()).containsExactly(third);
        assertThat(second.text("next_cursor")).isNull();
        for (String limit : List.of("0", "501", "x")) {
            many.administrator().get(AUTHORITIES + "?limit=" + limit).expect(400, "parameter_out_of_range");
        }
        many.administrator().get(AUTHORITIES + "?cursor=x").expect(400, "parameter_out_of_range");
    }

    private static Answer create(Map<String, ?> members) {
        Map<String, Object> body = new HashMap<>(members);
        body.put("name", Tenant.unique("ca"));
        body.put("subject", SUBJECT);
        return TENANT.administrator().post(AUTHORITIES, body);
    }
}
