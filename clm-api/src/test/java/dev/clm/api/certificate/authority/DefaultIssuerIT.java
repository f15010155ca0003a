package dev.clm.api.certificate.authority;

import static dev.clm.api.testing.Tenant.AUTHORITIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Bodies;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who issues where a request names no authority. */
@Tag("I2")
@Tag("A.2")
class DefaultIssuerIT {
    private final Tenant tenant = Tenant.create();

    @Test
    void newAuthorityNeverTakesOverByItself() {
        Tenant.Authority constrained = tenant.authority(Map.of(
                "issuer_id",
                tenant.root().id(),
                "name_constraints",
                Map.of("permitted_dns_domains", List.of("inside.example"))));

        assertThat(issuerOf(tenant.issue("www.outside.example", Map.of())))
                .isEqualTo(tenant.issuing().id());
        assertThat(isDefault(constrained.id())).isFalse();
    }

    @Test
    void firstIntermediateIsTheDefaultAndARootIsNot() {
        assertThat(isDefault(tenant.root().id())).isFalse();
        assertThat(isDefault(tenant.issuing().id())).isTrue();
    }

    @Test
    void chosenAuthorityIssuesFromThenOn() {
        UUID other = tenant.authority(Map.of("issuer_id", tenant.root().id())).id();
        tenant.issue("before.example");

        Answer chosen =
                tenant.administrator().post(makeDefault(other), Map.of()).expect(200);

        assertThat(chosen.json().path("is_default").asBoolean()).isTrue();
        assertThat(issuerOf(tenant.issue("after.example", Map.of()))).isEqualTo(other);
        assertThat(isDefault(tenant.issuing().id())).isFalse();
        assertThat(Rows.countSecure("secure_audit_log where resource_id = ? and action = 'made_default_issuer'", other))
                .isEqualTo(1);
    }

    @Test
    void authorityTakesOverWhereItIsToldTo() {
        UUID other = tenant.authority(Map.of("issuer_id", tenant.root().id(), "is_default", true))
                .id();

        assertThat(isDefault(other)).isTrue();
        assertThat(isDefault(tenant.issuing().id())).isFalse();
    }

    @Test
    void revokedDefaultIsReplacedByNobody() {
        tenant.administrator()
                .post(Tenant.path(tenant.issuing().id()) + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
        UUID other = tenant.authority(Map.of("issuer_id", tenant.root().id())).id();

        Answer refusal = tenant.issue("nobody.example", Map.of()).expect(422);
        assertThat(refusal.fields()).containsExactly("issuer_id");
        tenant.administrator()
                .post(makeDefault(tenant.issuing().id()), Map.of())
                .expect(409, "state_conflict");

        tenant.administrator().post(makeDefault(other), Map.of()).expect(200);
        assertThat(issuerOf(tenant.issue("somebody.example", Map.of()))).isEqualTo(other);
    }

    @Test
    void policyNamesTheIssuerAndTheRequestItsOwn() {
        UUID ofPolicy =
                tenant.authority(Map.of("issuer_id", tenant.root().id())).id();
        tenant.administrator()
                .post(
                        Bodies.POLICIES,
                        Bodies.policy(Map.of("status", "active", "policy_rules", Map.of("issuer_id", ofPolicy))))
                .expect(201);

        assertThat(issuerOf(tenant.issue("policy.example", Map.of()))).isEqualTo(ofPolicy);
        assertThat(issuerOf(tenant.issue(
                        "request.example", Map.of("issuer_id", tenant.issuing().id()))))
                .isEqualTo(tenant.issuing().id());
    }

    @Test
    @Tag("X2")
    void policyCannotNameAnAuthorityThatIsNotThere() {
        for (UUID id : List.of(UUID.randomUUID(), Tenant.create().issuing().id())) {
            assertThat(tenant.administrator()
                            .post(Bodies.POLICIES, Bodies.policy(Map.of("policy_rules", Map.of("issuer_id", id))))
                            .expect(422, "invalid_reference")
                            .fields())
                    .containsExactly("policy_rules.issuer_id");
        }
    }

    @Test
    @Tag("A2")
    void anotherOrganizationsAuthorityIsAsAbsentAsAMissingOne() {
        Tenant other = Tenant.create();

        tenant.administrator().post(makeDefault(other.issuing().id()), Map.of()).expect(404, "not_found");
        tenant.administrator().post(makeDefault(UUID.randomUUID()), Map.of()).expect(404, "not_found");
    }

    @Test
    @Tag("T2")
    void ofTwoFirstAuthoritiesAtOnceOneIsTheDefault() throws Exception {
        Rows.secure(
                "update certificate_authorities set is_default = false where certificate_id = ?",
                tenant.issuing().id());
        List<Callable<UUID>> creations = IntStream.range(0, 4)
                .<Callable<UUID>>mapToObj(i ->
                        () -> tenant.authority(Map.of("issuer_id", tenant.root().id()))
                                .id())
                .toList();
        ExecutorService clients = Executors.newFixedThreadPool(creations.size());
        List<UUID> made = new ArrayList<>();
        try {
            for (var answer : clients.invokeAll(creations)) {
                made.add(answer.get());
            }
        } finally {
            clients.shutdownNow();
        }

        assertThat(made.stream().filter(this::isDefault)).hasSize(1);
    }

    private static String makeDefault(UUID id) {
        return AUTHORITIES + "/" + id + "/make-default";
    }

    private static UUID issuerOf(Answer issued) {
        return UUID.fromString(issued.expect(201).text("issuer_id"));
    }

    private boolean isDefault(UUID id) {
        return tenant.administrator()
                .get(AUTHORITIES + "/" + id)
                .expect(200)
                .json()
                .path("is_default")
                .asBoolean();
    }
}
