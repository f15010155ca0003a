package dev.clm.api.key.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Issue line A7: a compromise can be told at any time. */
@Tag("K9")
class KeyCompromiseIT {
    private final RotatingTenant rotating = new RotatingTenant(2);
    private final UUID oldKey = rotating.activeKey();

    /** Issue line A8. */
    @Test
    @Tag("T5")
    @Tag("keys-A8")
    void aReasonWithAControlCharacterNamesItsField() {
        assertThat(rotating.administrator()
                        .post(
                                "/api/v1/encryption-keys/" + oldKey + "/report-compromise",
                                Map.of("reason", "seen" + (char) 0))
                        .expect(422, "validation_failed")
                        .fields())
                .containsExactly("reason");
    }

    @Test
    @Tag("keys-A7")
    void aRunningRotationIsRaisedToACompromise() throws Exception {
        UUID rotation;
        try (var held = rotating.holdOneRow(oldKey)) {
            rotation = rotating.rotate(oldKey, "manual").expect(202).id();
            assertThat(escalate(rotation, "emergency").expect(200).text("rotation_type"))
                    .isEqualTo("emergency");
            escalate(rotation, "compromise").expect(200);
            escalate(rotation, "emergency").expect(409, "state_conflict");
            rotating.command(rotation, "rollback").expect(409, "state_conflict");
            held.rollback();
        }

        rotating.awaitStatus(rotation, "completed");
        assertThat(rotating.status(oldKey)).isEqualTo("revoked");
        escalate(rotation, "compromise").expect(409, "state_conflict");
    }

    @Test
    @Tag("keys-A7")
    void aRetiredKeyIsRevokedWithEveryCertificateItEverSealed() {
        rotating.awaitStatus(rotating.rotate(oldKey, "manual").expect(202).id(), "completed");
        List<UUID> sealed = List.copyOf(rotating.administrator()
                .get("/api/v1/certificates?limit=100")
                .expect(200)
                .ids());
        UUID later = rotating.issueWithKey("never-under-it.example");

        Answer reported = report(oldKey).expect(200);

        assertThat(reported.text("key_status")).isEqualTo("revoked");
        List<String> listed = reported.json().path("certificates").path("items").findValuesAsString("id");
        assertThat(listed).hasSize(2).doesNotContain(later.toString());
        assertThat(sealed).extracting(UUID::toString).containsAll(listed);
        assertThat(rotating.status(oldKey)).isEqualTo("revoked");
        report(oldKey).expect(200);
        assertThat(Rows.countSecure(
                        "secure_audit_log where resource_id = ? and event_type = 'encryption_key.compromised'", oldKey))
                .isEqualTo(1);
    }

    @Test
    @Tag("keys-A7")
    void whatARolledBackRotationMovedIsKnown() {
        UUID damaged = rotating.issueWithKey("half-way.example");
        RotatingTenant.flipABit(damaged);
        Answer begun = rotating.rotate(oldKey, "manual").expect(202);
        UUID newKey = UUID.fromString(begun.text("new_key_id"));
        rotating.awaitStatus(begun.id(), "failed");
        rotating.command(begun.id(), "rollback").expect(202);
        rotating.awaitStatus(begun.id(), "rolled_back");

        Answer reported = report(newKey).expect(200);

        assertThat(reported.json().path("certificates").path("items").size()).isEqualTo(2);
        assertThat(rotating.status(newKey)).isEqualTo("revoked");
    }

    /** As a release left them that noted nothing of what it moved: all that was there when they ended counts, and nothing later. */
    @Test
    @Tag("keys-A7")
    void whatRotationsOfBeforeMayHaveMovedIsKnown() {
        UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();
        rotating.awaitStatus(rotation, "completed");
        Rows.secureUnseen("update key_rotations set moves_recorded = false where id = ?", rotation);
        Rows.secureUnseen(
                "update private_keys set previous_key_ids = '{}' where organization_id ="
                        + " (select organization_id from key_rotations where id = ?)",
                rotation);
        UUID later = rotating.issueWithKey("later.example");

        Answer reported = report(oldKey).expect(200);

        assertThat(reported.json().path("certificates").path("items"))
                .isNotEmpty()
                .noneMatch(item -> item.path("id").asString().equals(later.toString()));
    }

    @Test
    @Tag("keys-A7")
    void theKeyThatRowsMoveToIsReportedWhileTheyMove() throws Exception {
        UUID first;
        UUID second;
        UUID newKey;
        try (var held = rotating.holdOneRow(oldKey)) {
            first = rotating.rotate(oldKey, "manual").expect(202).id();
            newKey = rotating.activeKey();
            second = UUID.fromString(report(newKey).expect(200).text("rotation_id"));
            held.rollback();
        }

        rotating.awaitStatus(second, "completed");
        assertThat(second).isNotEqualTo(first);
        assertThat(rotating.read(first).text("abandoned_at")).isNotNull();
        assertThat(rotating.status(newKey)).isEqualTo("revoked");
        rotating.awaitStatus(rotating.rotate(oldKey, "manual").expect(202).id(), "completed");
    }

    @Test
    @Tag("keys-A7")
    void theKeyThatRowsLeaveIsReportedWhileTheyMove() throws Exception {
        UUID rotation;
        try (var held = rotating.holdOneRow(oldKey)) {
            rotation = rotating.rotate(oldKey, "manual").expect(202).id();
            assertThat(report(oldKey).expect(200).text("rotation_id")).isEqualTo(rotation.toString());
            held.rollback();
        }
        assertThat(rotating.awaitStatus(rotation, "completed").text("rotation_type"))
                .isEqualTo("compromise");
        assertThat(rotating.status(oldKey)).isEqualTo("revoked");
    }

    @Test
    void rowsLeaveAReportedKeyThoughItsRotationIsPaused() throws Exception {
        UUID rotation = rotating.paused(oldKey);

        assertThat(report(oldKey).expect(200).text("rotation_id")).isEqualTo(rotation.toString());

        endsAsCompromiseAndTellsOfThePause(rotation);
    }

    @Test
    void rowsLeaveAKeyWhoseRotationIsRaisedToACompromiseThoughItIsPaused() throws Exception {
        UUID rotation = rotating.paused(oldKey);

        escalate(rotation, "emergency").expect(200);
        assertThat(rotating.read(rotation).text("paused_at")).isNotNull();
        escalate(rotation, "compromise").expect(200);

        endsAsCompromiseAndTellsOfThePause(rotation);
    }

    @Test
    void rowsLeaveACompromisedKeyOfAnOrganizationWithoutAnActiveOne() {
        UUID damaged = rotating.issueWithKey("left.example");
        RotatingTenant.flipABit(damaged);
        Answer first = rotating.rotate(oldKey, "manual").expect(202);
        rotating.awaitStatus(first.id(), "failed");
        RotatingTenant.flipABit(damaged);
        UUID active = UUID.fromString(first.text("new_key_id"));
        rotating.destroy(active).expect(202);

        assertThat(report(oldKey).expect(200).text("rotation_id")).isNull();
        RotatingTenant.makeDue(active);
        RotatingTenant.destroyDue();
        RunningService.shared().context().getBean(ScheduledRotation.class).startDue();

        await().atMost(Duration.ofSeconds(60)).until(() -> "revoked".equals(rotating.status(oldKey)));
        assertThat(rotating.rowsUnder(oldKey)).isZero();
        assertThat(rotating.rowsUnder(rotating.activeKey())).isEqualTo(1);
    }

    @Test
    void rowsLeaveACompromisedKeyThoughTheKeyThatTheyMovedToIsCompromisedToo() throws Exception {
        UUID second;
        UUID newKey;
        try (var held = rotating.holdOneRow(oldKey)) {
            report(oldKey).expect(200);
            newKey = rotating.activeKey();
            second = UUID.fromString(report(newKey).expect(200).text("rotation_id"));
            held.rollback();
        }
        rotating.awaitStatus(second, "completed");
        assertThat(rotating.rowsUnder(oldKey)).isPositive();

        RunningService.shared().context().getBean(ScheduledRotation.class).startDue();

        await().atMost(Duration.ofSeconds(60)).until(() -> "revoked".equals(rotating.status(oldKey)));
        assertThat(rotating.rowsUnder(oldKey)).isZero();
        assertThat(rotating.status(newKey)).isEqualTo("revoked");
    }

    @Test
    void anActiveKeyIsRotatedAsCompromised() {
        UUID rotation = UUID.fromString(report(oldKey).expect(200).text("rotation_id"));
        rotating.awaitStatus(rotation, "completed");
        assertThat(rotating.status(oldKey)).isEqualTo("revoked");
    }

    @Test
    void aDryRunOnlyLists() {
        Answer preview = rotating.administrator()
                .post("/api/v1/encryption-keys/" + oldKey + "/report-compromise?dry_run=true", "")
                .expect(200);
        assertThat(preview.json().path("certificates").path("items").size()).isEqualTo(2);
        assertThat(rotating.status(oldKey)).isEqualTo("active");
    }

    @Test
    void reportingNeedsThePermission() {
        rotating.tenant()
                .caller("AUDITOR")
                .post("/api/v1/encryption-keys/" + oldKey + "/report-compromise", "")
                .expect(403, "forbidden");
    }

    private void endsAsCompromiseAndTellsOfThePause(UUID rotation) {
        Answer ended = rotating.awaitStatus(rotation, "completed");
        assertThat(ended.text("rotation_type")).isEqualTo("compromise");
        assertThat(ended.text("paused_at")).isNull();
        assertThat(rotating.status(oldKey)).isEqualTo("revoked");
        assertThat(Rows.countSecure(
                        "secure_audit_log where resource_id = ? and event_type = 'key_rotation.resumed'", rotation))
                .isEqualTo(1);
    }

    private Answer report(UUID key) {
        return rotating.administrator()
                .post("/api/v1/encryption-keys/" + key + "/report-compromise", Map.of("reason", "a test"));
    }

    private Answer escalate(UUID rotation, String type) {
        return rotating.administrator()
                .post(RotatingTenant.ROTATIONS + rotation + "/escalate", Map.of("rotation_type", type));
    }
}
