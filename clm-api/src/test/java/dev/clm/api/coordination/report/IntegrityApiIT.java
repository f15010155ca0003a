package dev.clm.api.coordination.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sweeps and findings over HTTP, with the grace period of fifteen minutes that nobody waits for. */
@Tag("X5")
class IntegrityApiIT {
    private static final String RUNS = "/api/v1/integrity/runs";
    private static final String FINDINGS = "/api/v1/integrity/findings";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Tenant TENANT = Tenant.create();

    private final Caller operator = TENANT.administrator();

    @Test
    void aFaultIsFoundConfirmedRepairedAndTakenBack() {
        UUID certificate = broken("api.example");
        Answer run = sweep("{\"repair\":false}");
        assertThat(run.text("status")).isEqualTo("completed");
        assertThat(run.json().path("candidates").asInt()).isPositive();
        UUID finding = finding(certificate);
        assertThat(operator.get(FINDINGS + "/" + finding).expect(200).text("state"))
                .isEqualTo("candidate");
        operator.post(FINDINGS + "/" + finding + "/repair", "").expect(409, "state_conflict");

        graceIsOver(finding);
        sweep("");
        assertThat(operator.get(FINDINGS + "?state=open&limit=500").expect(200).ids())
                .contains(finding);
        Answer repaired =
                operator.post(FINDINGS + "/" + finding + "/repair", "").expect(200);
        assertThat(repaired.text("state")).isEqualTo("repaired");
        assertThat(repaired.text("reference")).isEqualTo("certificate_metadata.certificate_id");
        assertThat(repaired.text("row_id")).isEqualTo(certificate.toString());
        assertThat(status(certificate)).isEqualTo("active");

        assertThat(operator.post(FINDINGS + "/" + finding + "/undo", "")
                        .expect(200)
                        .text("state"))
                .isEqualTo("undone");
        assertThat(status(certificate)).isEqualTo("revoked");
        assertThat(operator.post(FINDINGS + "/" + finding + "/ignore", "")
                        .expect(200)
                        .text("state"))
                .isEqualTo("ignored");
        assertThat(operator.post(FINDINGS + "/" + finding + "/undo", "")
                        .expect(200)
                        .text("state"))
                .isEqualTo("open");
    }

    @Test
    void aRepairIsNotTakenBackFromUnderSomebodyElsesChange() {
        UUID certificate = broken("changed-since.example");
        sweep("");
        UUID finding = finding(certificate);
        graceIsOver(finding);
        sweep("");
        operator.post(FINDINGS + "/" + finding + "/repair", "").expect(200);
        behindItsBack("update certificate_metadata set status = 'suspended' where certificate_id = ?", certificate);
        operator.post(FINDINGS + "/" + finding + "/undo", "").expect(409, "state_conflict");
    }

    @Test
    @Tag("T4")
    void anIdempotencyKeyBeginsOneRun() {
        String key = UUID.randomUUID().toString();
        Answer first = Awaitility.await()
                .atMost(LONG)
                .until(() -> operator.post(RUNS, "{\"repair\":false}", key), answer -> answer.status() != 409)
                .expect(202);
        Answer again = operator.post(RUNS, "{\"repair\":false}", key).expect(202);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.json()).isEqualTo(first.json());
        operator.post(RUNS, "{\"repair\":true}", key).expect(422, "idempotency_key_reused");
    }

    @Test
    void whoMayNotDoEverythingSeesNoFindings() {
        Caller user = TENANT.caller("CERT_ADMIN");
        user.get(FINDINGS).expect(403);
        user.get(RUNS).expect(403);
        user.post(RUNS, "").expect(403);
    }

    @Test
    void badInputIsRefusedByName() {
        assertThat(operator.get(FINDINGS + "?state=odd").expect(400).fields()).containsExactly("state");
        assertThat(operator.get(FINDINGS + "?limit=501").expect(400).fields()).containsExactly("limit");
        operator.get(FINDINGS + "/" + UUID.randomUUID()).expect(404);
        operator.get(RUNS + "/" + UUID.randomUUID()).expect(404);
        assertThat(operator.post(RUNS, Map.of("mend", true)).expect(422).fields())
                .containsExactly("mend");
    }

    /** Answers the run when it is over. */
    private Answer sweep(String body) {
        Answer started = Awaitility.await()
                .atMost(LONG)
                .until(() -> operator.post(RUNS, body), answer -> answer.status() != 409)
                .expect(202);
        String location = started.header("Location");
        return Awaitility.await()
                .atMost(LONG)
                .until(
                        () -> operator.get(location).expect(200),
                        run -> !run.text("status").equals("running"));
    }

    private static UUID broken(String name) {
        UUID certificate = TENANT.issue(name);
        Awaitility.await()
                .atMost(LONG)
                .until(() -> Rows.countSecure("outbox where aggregate_id = ? and state <> 'done'", certificate) == 0);
        behindItsBack("update certificate_metadata set status = 'revoked' where certificate_id = ?", certificate);
        return certificate;
    }

    private static void behindItsBack(String sql, UUID certificate) {
        Rows.core("set session_replication_role = replica; " + sql, certificate);
    }

    private static UUID finding(UUID certificate) {
        return Rows.core(UUID.class, "select id from integrity_findings where row_id = ?", certificate)
                .get(0);
    }

    private static void graceIsOver(UUID finding) {
        Rows.core("update integrity_findings set first_seen = now() - interval '1 hour' where id = ?", finding);
    }

    private static String status(UUID certificate) {
        return Rows.core(String.class, "select status from certificate_metadata where certificate_id = ?", certificate)
                .get(0);
    }
}
