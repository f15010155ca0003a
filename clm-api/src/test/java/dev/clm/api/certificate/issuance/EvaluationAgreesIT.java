package dev.clm.api.certificate.issuance;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import dev.clm.api.testing.TestCsr;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One verdict for one body: what is evaluated as allowed is issued, what is refused is refused in the same words. */
@Tag("I1")
@Tag("A.1")
class EvaluationAgreesIT {
    private static final Tenant TENANT = Tenant.create();
    private static final int BODIES = 300;
    private static final List<String> TYPES = List.of("leaf", "client", "server", "code_signing", "email");
    private static final List<String> COMMON_NAMES =
            List.of("www.agree.example", "jdoe", "Jane Doe", "10.1.2.3", "www.elsewhere.example", "*.agree.example");
    private static final List<Map<String, String>> NAMES = List.of(
            Map.of("type", "DNS", "value", "www.agree.example"),
            Map.of("type", "DNS", "value", "www.elsewhere.example"),
            Map.of("type", "IP", "value", "10.1.2.3"),
            Map.of("type", "EMAIL", "value", "jane@agree.example"),
            Map.of("type", "URI", "value", "https://agree.example/x"),
            Map.of("type", "DNS", "value", "under_score.example"));
    private static final List<Map<String, ?>> KEYS = List.of(
            Map.of("algorithm", "ECDSA"),
            Map.of("algorithm", "Ed25519"),
            Map.of("algorithm", "Ed448"),
            Map.of("algorithm", "RSA", "size", 2048),
            Map.of("algorithm", "ECDSA", "curve", "P-384", "exportable", true),
            Map.of("algorithm", "DSA"));

    private final Random random = new Random(11);

    @Test
    void evaluationAndIssuanceAgreeOnEveryBody() {
        UUID constrained = TENANT.authority(Map.of(
                        "issuer_id",
                        TENANT.root().id(),
                        "name_constraints",
                        Map.of("permitted_dns_domains", List.of("agree.example"))))
                .id();
        Rows.policy(TENANT.administrator().organizationId(), Tenant.unique("all"), "{\"max_validity_days\":200}");
        String named = Tenant.unique("named");
        Rows.policy(
                TENANT.administrator().organizationId(), named, "{\"allowed_algorithms\":[\"ECDSA\"],\"max_sans\":2}");
        Rows.core("update policies set applies_to_cert_types = '{leaf,server}' where policy_code = ?", named);
        List<String> disagreements = new ArrayList<>();
        int issued = 0;
        for (int i = 0; i < BODIES; i++) {
            Map<String, Object> body = body(constrained, named);
            Answer verdict = TENANT.administrator()
                    .post(CERTIFICATES + "/evaluate", body)
                    .expect(200);
            Answer answer = TENANT.administrator().post(CERTIFICATES, body);
            boolean allowed = verdict.json().path("allowed").asBoolean();
            issued += answer.status() == 201 ? 1 : 0;
            boolean same = answer.status() == 201
                    ? allowed && verdict.fields().isEmpty()
                    : !allowed
                            && verdict.json()
                                    .path("errors")
                                    .equals(answer.json().path("errors"));
            if (!same) {
                disagreements.add(body + "\n" + verdict.text() + "\n" + answer.text());
            }
        }
        assertThat(disagreements).isEmpty();
        assertThat(issued).as("not all bodies are refused").isBetween(20, BODIES - 20);
    }

    @Test
    void compromisedKeyIsRefusedByBoth() {
        Tenant tenant = Tenant.create();
        TestCsr csr = TestCsr.p256("blocked.example");
        UUID first = tenant.administrator()
                .post(CERTIFICATES, Map.of("csr", csr.pem()))
                .expect(201)
                .id();
        tenant.administrator()
                .post(Tenant.path(first) + "/revoke", Map.of("reason", "key_compromise"))
                .expect(200);

        Answer verdict = tenant.administrator()
                .post(CERTIFICATES + "/evaluate", Map.of("csr", csr.pem()))
                .expect(200);

        assertThat(verdict.json().path("errors"))
                .isEqualTo(tenant.administrator()
                        .post(CERTIFICATES, Map.of("csr", csr.pem()))
                        .expect(422)
                        .json()
                        .path("errors"));
    }

    private Map<String, Object> body(UUID constrained, String policy) {
        Map<String, Object> body = new HashMap<>();
        String name = any(COMMON_NAMES);
        if (random.nextInt(3) == 0) {
            KeyPair key = TestCsr.p256("any").key();
            body.put(
                    "csr",
                    TestCsr.of(key, name.equals("Jane Doe") ? "jane.example" : name)
                            .pem());
        } else {
            body.put("subject", random.nextInt(8) == 0 ? Map.of() : Map.of("common_name", name));
            body.put("key", any(KEYS));
        }
        List<Map<String, String>> names = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            names.add(any(NAMES));
        }
        body.put("subject_alternative_names", names);
        body.put("certificate_type", any(TYPES));
        body.put("validity_days", any(List.of(1, 90, 200, 201, 398, 399)));
        if (random.nextInt(3) == 0) {
            body.put("issuer_id", random.nextInt(4) == 0 ? UUID.randomUUID() : constrained);
        }
        if (random.nextInt(3) == 0) {
            body.put("policy_code", random.nextInt(4) == 0 ? "NONE" : policy);
        }
        return body;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
