package dev.clm.api.key.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Issue lines A1, A2, A4, A6: no pair of a rotation and a destruction leaves a state without an exit. */
@Tag("K6")
class KeyStatesIT {
    private static final String KEYS = "/api/v1/encryption-keys/";

    private final RotatingTenant rotating = new RotatingTenant(2);
    private final UUID oldKey = rotating.activeKey();

    /** A1. */
    @Test
    @Tag("keys-A1")
    void aKeyThatIsBeingDestroyedIsNotRotatedAndItsShreddedRowsStay() {
        rotating.destroy(oldKey).expect(202);
        RotatingTenant.makeDue(oldKey);
        begin(oldKey);
        UUID row = Rows.secure(UUID.class, "select id from private_keys where encryption_key_id = ? limit 1", oldKey)
                .get(0);
        Rows.secure("update private_keys set shredded_at = now() where id = ?", row);

        rotating.rotate(oldKey, "manual").expect(409, "state_conflict");
        rotating.administrator().post(KEYS + oldKey + "/cancel-destruction", "").expect(409, "state_conflict");
        UUID elsewhere = new RotatingTenant(1).activeKey();
        assertThatThrownBy(
                        () -> Rows.secure("update private_keys set encryption_key_id = ? where id = ?", elsewhere, row))
                .hasMessageContaining("is shredded");

        RotatingTenant.destroyDue();
        Answer receipt =
                rotating.administrator().get(KEYS + oldKey + "/receipt").expect(200);
        assertThat(receipt.json().path("private_keys_lost").asLong()).isEqualTo(2);
        assertThat(rotating.rowsUnder(oldKey)).isEqualTo(2);
    }

    /** A2. */
    @Test
    @Tag("keys-A2")
    void aKeyThatIsToBeDestroyedTakesNoNewRow() {
        rotating.destroy(oldKey).expect(202);

        rotating.administrator()
                .post(
                        "/api/v1/certificates",
                        dev.clm.api.testing.Tenant.madeKey("late.example", Map.of("algorithm", "ECDSA")))
                .expect(409, "state_conflict");
        assertThat(rotating.rowsUnder(oldKey)).isEqualTo(2);

        rotating.administrator().post(KEYS + oldKey + "/cancel-destruction", "").expect(200);
        rotating.issueWithKey("after.example");
        assertThat(rotating.rowsUnder(oldKey)).isEqualTo(3);
    }

    /** A2. */
    @Test
    @Tag("keys-A2")
    void theActiveKeyIsNotDestroyedWithoutASuccessorUnlessTheOrganizationIsToStop() {
        rotating.administrator()
                .post(KEYS + oldKey + "/destroy", Map.of("shred", true, "key_id", "data-" + oldKey))
                .expect(409, "state_conflict");
        rotating.awaitStatus(rotating.rotate(oldKey, "manual").expect(202).id(), "completed");

        rotating.administrator().post(KEYS + oldKey + "/destroy", "").expect(202);
        rotating.issueWithKey("goes-on.example");
    }

    /** A1, A4. */
    @Test
    void aKeyThatIsBeingRotatedIsNotDestroyed() throws Exception {
        try (var held = rotating.holdOneRow(oldKey)) {
            UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();
            rotating.destroy(oldKey).expect(409, "state_conflict");
            rotating.destroy(rotating.activeKey()).expect(409, "state_conflict");
            rotating.command(rotation, "pause").expect(200);
            rotating.destroy(oldKey).expect(409, "state_conflict");

            rotating.command(rotation, "abandon").expect(200);
            rotating.destroy(oldKey).expect(202);
            rotating.command(rotation, "resume").expect(409, "state_conflict");
            held.rollback();
        }
    }

    /** A1. */
    @Test
    void aFailedRotationIsNotTurnedBackToAKeyThatIsToBeDestroyed() {
        RotatingTenant.flipABit(rotating.issueWithKey("left.example"));
        UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();
        rotating.awaitStatus(rotation, "failed");
        UUID newKey = rotating.activeKey();
        rotating.destroy(oldKey).expect(202);

        assertThat(rotating.command(rotation, "rollback")
                        .expect(409, "state_conflict")
                        .text("detail"))
                .contains("one of the two is to be destroyed");
        assertThat(rotating.activeKey()).isEqualTo(newKey);
        assertThat(rotating.status(oldKey)).isEqualTo("rotating");

        rotating.administrator().post(KEYS + oldKey + "/cancel-destruction", "").expect(200);
        rotating.command(rotation, "rollback").expect(202);
        rotating.awaitStatus(rotation, "rolled_back");
    }

    /** A4. */
    @Test
    @Tag("keys-A4")
    void aFailedRotationIsResumedOnlyWhereBothOfItsKeysOpen() {
        UUID damaged = rotating.issueWithKey("damaged-too.example");
        RotatingTenant.flipABit(damaged);
        UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();
        rotating.awaitStatus(rotation, "failed");
        RotatingTenant.flipABit(damaged);

        for (UUID key : List.of(oldKey, rotating.activeKey())) {
            RotatingTenant.flipABitOfKey(key);
            assertThat(rotating.command(rotation, "resume")
                            .expect(409, "state_conflict")
                            .text("detail"))
                    .contains("does not open");
            assertThat(rotating.read(rotation).text("rotation_status")).isEqualTo("failed");
            RotatingTenant.flipABitOfKey(key);
        }

        rotating.command(rotation, "resume").expect(200);
        rotating.awaitStatus(rotation, "completed");
    }

    /** A4. */
    @Test
    @Tag("keys-A4")
    void resumingARotationWhoseOldKeyIsGoneIsRefusedAndLaterRotationsStart() {
        UUID damaged = rotating.issueWithKey("damaged.example");
        RotatingTenant.flipABit(damaged);
        UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();
        rotating.awaitStatus(rotation, "failed");
        rotating.destroy(oldKey).expect(202);
        RotatingTenant.makeDue(oldKey);
        RotatingTenant.destroyDue();

        rotating.command(rotation, "resume").expect(409, "state_conflict");

        rotating.awaitStatus(
                rotating.rotate(rotating.activeKey(), "manual").expect(202).id(), "completed");
        assertThat(rotating.read(rotation).text("rotation_status")).isEqualTo("failed");
    }

    /** A4: as an earlier release left it. */
    @Test
    @Tag("keys-A4")
    void aRotationThatRunsWithoutItsOldKeyEndsByItself() {
        UUID damaged = rotating.issueWithKey("stuck.example");
        RotatingTenant.flipABit(damaged);
        UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();
        rotating.awaitStatus(rotation, "failed");
        rotating.destroy(oldKey).expect(202);
        RotatingTenant.makeDue(oldKey);
        RotatingTenant.destroyDue();
        RunningService.shared();
        Rows.secure("alter table key_rotations disable trigger trg_key_rotations_taken_up");
        try {
            Rows.secure("update key_rotations set phase = 're_encrypting' where id = ?", rotation);
            Rows.secure("update key_rotation_history set rotation_status = 'in_progress' where id = ?", rotation);
        } finally {
            Rows.secure("alter table key_rotations enable trigger trg_key_rotations_taken_up");
        }

        Answer ended = rotating.awaitStatus(rotation, "failed");

        assertThat(ended.text("error_message"))
                .isEqualTo("the key that rows were to leave is destroyed, and 1 private keys are lost with it");
    }

    @Test
    void aRotationWhoseRowsALaterOneMovedIsNotResumedAndTellsOfNoLoss() {
        UUID damaged = rotating.issueWithKey("moved-later.example");
        RotatingTenant.flipABit(damaged);
        UUID first = rotating.rotate(oldKey, "manual").expect(202).id();
        rotating.awaitStatus(first, "failed");
        RotatingTenant.flipABit(damaged);
        rotating.awaitStatus(rotating.rotate(oldKey, "manual").expect(202).id(), "completed");

        rotating.command(first, "resume").expect(409, "state_conflict");

        // As an earlier release resumed it.
        Rows.secureUnseen("update key_rotations set phase = 're_encrypting' where id = ?", first);
        Rows.secureUnseen("update key_rotation_history set rotation_status = 'in_progress' where id = ?", first);
        assertThat(rotating.awaitStatus(first, "failed").text("error_message"))
                .isEqualTo("the key that rows were to leave is retired, with nothing left under it");
        assertThat(Rows.countSecure("secure_audit_log where resource_id = ? and error_message like '%lost%'", first))
                .isZero();
    }

    @Test
    void aCompromisedKeyThatIsDestroyedEndsAsRevoked() {
        rotating.destroy(oldKey).expect(202);
        rotating.administrator().post(KEYS + oldKey + "/report-compromise", "").expect(200);
        RotatingTenant.makeDue(oldKey);
        RotatingTenant.destroyDue();

        assertThat(rotating.status(oldKey)).isEqualTo("revoked");
    }

    /** A4. */
    @Test
    @Tag("keys-A4")
    void anAbandonedRotationEndsWithWhatItHasDoneAndASignedRecordSaysSo() throws Exception {
        UUID rotation;
        try (var held = rotating.holdOneRow(oldKey)) {
            rotation = rotating.rotate(oldKey, "manual").expect(202).id();
            rotating.command(rotation, "abandon").expect(200);
            held.rollback();
        }
        Answer ended = rotating.read(rotation);
        assertThat(ended.text("rotation_status")).isEqualTo("failed");
        assertThat(ended.text("abandoned_at")).isNotNull();
        var record = rotating.administrator()
                .get(RotatingTenant.ROTATIONS + rotation + "/record")
                .expect(200)
                .json()
                .path("record");
        assertThat(record.path("rotation_status").asString()).isEqualTo("abandoned");
        assertThat(record.path("references_to_old_key").asLong()
                        + record.path("items_under_new_key").asLong())
                .isEqualTo(2);
        rotating.command(rotation, "abandon").expect(409, "state_conflict");
        rotating.command(rotation, "resume").expect(409, "state_conflict");
        rotating.command(rotation, "rollback").expect(409, "state_conflict");

        rotating.awaitStatus(rotating.rotate(oldKey, "manual").expect(202).id(), "completed");
        assertThat(rotating.status(oldKey)).isEqualTo("retired");
    }

    /** A6. */
    @Test
    @Tag("keys-A6")
    void theScheduleDoesNotUndoARollback() throws Exception {
        Rows.secure(
                "update encryption_keys set rotation_schedule_days = 30, next_rotation_at = now() - interval '1 minute'"
                        + " where id = ?",
                oldKey);
        UUID rotation;
        try (var held = rotating.holdOneRow(oldKey)) {
            RunningService.shared().context().getBean(ScheduledRotation.class).startDue();
            rotation = rotating.administrator()
                    .get("/api/v1/key-rotations?limit=1")
                    .expect(200)
                    .ids()
                    .get(0);
            rotating.command(rotation, "rollback").expect(202);
            held.rollback();
        }
        rotating.awaitStatus(rotation, "rolled_back");

        RunningService.shared().context().getBean(ScheduledRotation.class).startDue();

        assertThat(rotating.activeKey()).isEqualTo(oldKey);
        assertThat(Rows.countSecure(
                        "encryption_keys where id = ? and next_rotation_at > now() + interval '29 days'", oldKey))
                .isEqualTo(1);
    }

    private static void begin(UUID key) {
        Rows.secure("update key_destructions set state = 'destroying' where encryption_key_id = ?", key);
    }
}
