package dev.clm.api.key.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K3")
class RotationControlIT {
    private final RotatingTenant rotating = new RotatingTenant(2);
    private final UUID oldKey = rotating.activeKey();

    @Test
    void aPausedRotationGoesOnWhenItIsResumed() throws Exception {
        UUID rotation;
        try (Connection held = rotating.holdOneRow(oldKey)) {
            rotation = rotating.rotate(oldKey, "manual").expect(202).id();
            assertThat(rotating.command(rotation, "pause").expect(200).text("paused_at"))
                    .isNotNull();
            rotating.command(rotation, "pause").expect(409, "state_conflict");
            held.rollback();
        }
        assertThat(rotating.read(rotation).text("rotation_status")).isEqualTo("in_progress");

        assertThat(rotating.command(rotation, "resume").expect(200).text("paused_at"))
                .isNull();
        rotating.awaitStatus(rotation, "completed");
        rotating.command(rotation, "resume").expect(409, "state_conflict");
        rotating.command(rotation, "pause").expect(409, "state_conflict");
        rotating.command(rotation, "rollback").expect(409, "state_conflict");
    }

    @Test
    void rollbackReturnsEveryRowToTheOldKeyAndRetiresTheNewOne() throws Exception {
        UUID rotation;
        UUID newKey;
        try (Connection held = rotating.holdOneRow(oldKey)) {
            Answer begun = rotating.rotate(oldKey, "manual").expect(202);
            rotation = begun.id();
            newKey = UUID.fromString(begun.text("new_key_id"));
            rotating.issueWithKey("under-the-new-key.example");

            rotating.administrator()
                    .post(RotatingTenant.ROTATIONS + rotation + "/rollback?dry_run=true", "")
                    .expect(200);
            assertThat(rotating.command(rotation, "rollback").expect(202).text("direction"))
                    .isEqualTo("back");
            held.rollback();
        }
        rotating.awaitStatus(rotation, "rolled_back");

        assertThat(rotating.activeKey()).isEqualTo(oldKey);
        assertThat(rotating.status(newKey)).isEqualTo("retired");
        assertThat(rotating.rowsUnder(newKey)).isZero();
        assertThat(rotating.rowsUnder(oldKey)).isEqualTo(3);
        rotating.issueWithKey("after-the-rollback.example");
        rotating.command(rotation, "rollback").expect(409, "state_conflict");
    }

    @Test
    @Tag("K1")
    void rowsThatDoNotDecryptAreQuarantinedAndTheRotationFails() {
        UUID damaged = rotating.issueWithKey("damaged.example");
        RotatingTenant.flipABit(damaged);

        UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();
        Answer failed = rotating.awaitStatus(rotation, "failed");

        assertThat(failed.json().path("failed").asInt()).isEqualTo(1);
        assertThat(rotating.status(oldKey)).isEqualTo("rotating");
        assertThat(rotating.rowsUnder(oldKey)).isEqualTo(1);
        Answer quarantine = rotating.administrator()
                .get(RotatingTenant.ROTATIONS + rotation + "/quarantine")
                .expect(200);
        assertThat(quarantine.json().path("items").size()).isEqualTo(1);
        assertThat(quarantine
                        .json()
                        .path("items")
                        .path(0)
                        .path("certificate_id")
                        .asString())
                .isEqualTo(damaged.toString());
        rotating.administrator()
                .get(RotatingTenant.ROTATIONS + rotation + "/record")
                .expect(409, "state_conflict");
    }

    @Test
    void aFailedRotationCompletesAfterARepair() {
        UUID damaged = rotating.issueWithKey("repaired.example");
        RotatingTenant.flipABit(damaged);
        UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();
        rotating.awaitStatus(rotation, "failed");

        RotatingTenant.flipABit(damaged);
        rotating.command(rotation, "resume").expect(200);

        rotating.awaitStatus(rotation, "completed");
        assertThat(rotating.status(oldKey)).isEqualTo("retired");
        assertThat(rotating.administrator()
                        .get(RotatingTenant.ROTATIONS + rotation + "/quarantine")
                        .expect(200)
                        .json()
                        .path("items")
                        .size())
                .isZero();
    }

    @Test
    void aFailedRotationCanBeRolledBack() {
        UUID damaged = rotating.issueWithKey("given-up.example");
        RotatingTenant.flipABit(damaged);
        UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();
        rotating.awaitStatus(rotation, "failed");

        rotating.command(rotation, "rollback").expect(202);

        rotating.awaitStatus(rotation, "rolled_back");
        assertThat(rotating.activeKey()).isEqualTo(oldKey);
        assertThat(rotating.rowsUnder(oldKey)).isEqualTo(3);
    }

    @Test
    void whatAFailedRotationLeftMovesToTheKeyThatIsActiveLater() {
        UUID damaged = rotating.issueWithKey("left-behind.example");
        RotatingTenant.flipABit(damaged);
        UUID failed = rotating.rotate(oldKey, "manual").expect(202).id();
        rotating.awaitStatus(failed, "failed");
        rotating.awaitStatus(
                rotating.rotate(rotating.activeKey(), "manual").expect(202).id(), "completed");
        rotating.command(failed, "resume").expect(409, "state_conflict");
        rotating.command(failed, "rollback").expect(409, "state_conflict");

        RotatingTenant.flipABit(damaged);
        UUID last = rotating.rotate(oldKey, "manual").expect(202).id();

        rotating.awaitStatus(last, "completed");
        assertThat(rotating.status(oldKey)).isEqualTo("retired");
        assertThat(rotating.rowsUnder(rotating.activeKey())).isGreaterThanOrEqualTo(3);
    }

    @Test
    @Tag("K1")
    void aRowPointedAtAnotherCertificateFailsTheRotation() {
        UUID pointed = rotating.issueWithKey("pointed.example");
        UUID elsewhere = rotating.tenant().issue("elsewhere.example");
        Rows.secureUnseen("update private_keys set certificate_id = ? where certificate_id = ?", elsewhere, pointed);

        rotating.awaitStatus(rotating.rotate(oldKey, "manual").expect(202).id(), "failed");

        assertThat(rotating.rowsUnder(oldKey)).isEqualTo(1);
    }

    @Test
    @Tag("K1")
    void aKeyThatIsNotItsCertificatesFailsTheVerification() {
        UUID certificate = rotating.issueWithKey("exchanged.example");
        UUID other = rotating.tenant().issue("donor.example");
        Rows.secureUnseen(
                "update certificates c set der_encoded_cert = d.der_encoded_cert from certificates d"
                        + " where c.id = ? and d.id = ?",
                certificate,
                other);

        UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();

        rotating.awaitStatus(rotation, "failed");
        assertThat(rotating.status(oldKey)).isEqualTo("rotating");
    }

    @Test
    void aRowOfAnotherOrganizationKeepsTheKey() {
        RotatingTenant stranger = new RotatingTenant(1);
        UUID astray = stranger.issueWithKey("astray.example");
        Rows.secure("update private_keys set encryption_key_id = ? where certificate_id = ?", oldKey, astray);

        UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();

        rotating.awaitStatus(rotation, "failed");
        assertThat(rotating.status(oldKey)).isEqualTo("rotating");
        assertThat(rotating.rowsUnder(oldKey)).isEqualTo(1);
    }

    @Test
    void aCompromiseListsEveryCertificateAndRevokesTheKeyForGood() throws Exception {
        String path = "/api/v1/encryption-keys/" + oldKey + "/rotate";
        Answer first = rotating.administrator()
                .post(path + "?dry_run=true&limit=1", RotatingTenant.body("compromise"))
                .expect(200);
        assertThat(first.json().path("certificates").path("items").size()).isEqualTo(1);
        String cursor = first.json().path("certificates").path("next_cursor").asString();
        assertThat(rotating.administrator()
                        .post(path + "?dry_run=true&limit=1&cursor=" + cursor, RotatingTenant.body("compromise"))
                        .expect(200)
                        .json()
                        .path("certificates")
                        .path("items")
                        .size())
                .isEqualTo(1);

        UUID rotation;
        try (Connection held = rotating.holdOneRow(oldKey)) {
            rotation = rotating.rotate(oldKey, "compromise").expect(202).id();
            rotating.command(rotation, "rollback").expect(409, "state_conflict");
            held.rollback();
        }
        rotating.awaitStatus(rotation, "completed");
        assertThat(rotating.status(oldKey)).isEqualTo("revoked");
        assertThat(rotating.administrator()
                        .get(RotatingTenant.ROTATIONS + rotation + "/certificates")
                        .expect(200)
                        .ids())
                .hasSize(2)
                .doesNotContain(rotating.tenant().issuing().id());
    }

    /** The database is there: whoever holds the lock may hold it for ever. */
    @Test
    void aLockThatIsNotToBeHadInTimeIsCountedAsAFailure() throws Exception {
        UUID rotation;
        try (Connection key = RunningService.shared().superuser("clm_secure_db")) {
            key.setAutoCommit(false);
            try (Connection row = rotating.holdOneRow(oldKey)) {
                rotation = rotating.rotate(oldKey, "manual").expect(202).id();
                try (PreparedStatement lock =
                        key.prepareStatement("select 1 from encryption_keys where id = ? for update")) {
                    lock.setObject(1, rotating.activeKey());
                    lock.executeQuery();
                }
                row.rollback();
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> rotating.read(rotation)
                                    .json()
                                    .path("failed_attempts")
                                    .asInt()
                            > 0);
            key.rollback();
        }
        rotating.awaitStatus(rotation, "completed");
    }

    @Test
    void aStreamShowsTheRotationUntilItsEnd() {
        UUID rotation = rotating.rotate(oldKey, "manual").expect(202).id();

        Answer stream = rotating.administrator().get(RotatingTenant.ROTATIONS + rotation + "/events");

        assertThat(stream.expect(200).header("Content-Type")).startsWith("text/event-stream");
        assertThat(stream.text()).startsWith("event:rotation\ndata:{").contains("\"rotation_status\":\"completed\"");
        Tenant other = Tenant.create();
        other.administrator()
                .get(RotatingTenant.ROTATIONS + rotation + "/events")
                .expect(404);
    }
}
