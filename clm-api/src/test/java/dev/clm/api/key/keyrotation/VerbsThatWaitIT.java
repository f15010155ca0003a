package dev.clm.api.key.keyrotation;

import static dev.clm.api.key.keyrotation.RotatingTenant.awaitWaiter;
import static dev.clm.api.key.keyrotation.RotatingTenant.execute;
import static dev.clm.api.key.keyrotation.RotatingTenant.holding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What waits for another's transaction decides by what that one left, not by what was there before it. */
@Tag("K6")
class VerbsThatWaitIT {
    private static final String THE_ROTATION = "select from key_rotations where id = ? for update";
    private static final String THE_KEY = "select from encryption_keys where id = ? for key share";

    private final RotatingTenant rotating = new RotatingTenant(2);
    private final UUID oldKey = rotating.activeKey();

    /** As the transaction that ends it does: it holds the rotation while the verb comes. */
    @Test
    void aRotationThatHasJustCompletedIsNotAbandoned() throws Exception {
        UUID rotation = rotating.paused(oldKey);
        try (Connection ending = holding(THE_ROTATION, rotation)) {
            CompletableFuture<Answer> abandoning =
                    CompletableFuture.supplyAsync(() -> rotating.command(rotation, "abandon"));
            awaitWaiter(ending);
            execute(ending, "update key_rotations set phase = 'ended', paused_at = null where id = ?", rotation);
            execute(
                    ending,
                    "update key_rotation_history set rotation_status = 'completed', rotation_completed_at = now() where id = ?",
                    rotation);
            ending.commit();

            abandoning.join().expect(409, "state_conflict");
        } finally {
            Rows.secureUnseen(
                    "update key_rotation_history set rotation_status = 'in_progress', rotation_completed_at = null"
                            + " where id = ?",
                    rotation);
            Rows.secureUnseen("update key_rotations set phase = 're_encrypting' where id = ?", rotation);
        }
        rotating.awaitStatus(rotation, "completed");
    }

    @Test
    @Tag("K9")
    void aCompromiseThatIsToldFirstIsNotLoweredToAnEmergency() throws Exception {
        UUID rotation = rotating.paused(oldKey);
        try (Connection telling = holding(THE_ROTATION, rotation)) {
            CompletableFuture<Answer> raising = CompletableFuture.supplyAsync(() -> rotating.administrator()
                    .post(RotatingTenant.ROTATIONS + rotation + "/escalate", Map.of("rotation_type", "emergency")));
            awaitWaiter(telling);
            execute(telling, "update key_rotation_history set rotation_type = 'compromise' where id = ?", rotation);
            telling.commit();

            raising.join().expect(409, "state_conflict");
        }
        assertThat(rotating.read(rotation).text("rotation_type")).isEqualTo("compromise");
        rotating.command(rotation, "abandon").expect(200);
    }

    @Test
    void aRecordSaysWhatTheRotationWasRaisedToWhileItEnded() throws Exception {
        UUID rotation;
        try (Connection late = holding(THE_KEY, oldKey)) {
            rotation = rotating.rotate(oldKey, "manual").expect(202).id();
            awaitWaiter(late);
            try (Connection raising = holding(THE_ROTATION, rotation)) {
                execute(raising, "update key_rotation_history set rotation_type = 'emergency' where id = ?", rotation);
                late.rollback();
                awaitWaiter(raising);
                raising.commit();
            }
        }
        rotating.awaitStatus(rotation, "completed");

        assertThat(rotating.administrator()
                        .get(RotatingTenant.ROTATIONS + rotation + "/record")
                        .expect(200)
                        .json()
                        .path("record")
                        .path("rotation_type")
                        .asString())
                .isEqualTo(rotating.read(rotation).text("rotation_type"))
                .isEqualTo("emergency");
    }

    /** It was sealed before the rotation began, and is stored between two looks of its end. */
    @Test
    @Tag("K3")
    void aRowThatComesWhileTheRotationEndsIsMovedAndFailsNothing() throws Exception {
        UUID rotation = rotating.paused(oldKey);
        try (Connection aside = holding(
                "create temp table aside as select * from private_keys where encryption_key_id = '" + oldKey + "'")) {
            aside.commit();
            Rows.secureUnseen("delete from private_keys where encryption_key_id = ?", oldKey);
            Rows.secure("update key_rotations set phase = 'verifying' where id = ?", rotation);
            try (Connection first = holding("lock table quarantined_private_keys in access exclusive mode")) {
                rotating.command(rotation, "resume").expect(200);
                awaitWaiter(first);
                execute(aside, "lock table certificates in access exclusive mode");
            }
            awaitWaiter(aside);
            execute(aside, "insert into private_keys select * from aside");
            aside.commit();
        }
        assertThat(await().atMost(Duration.ofMinutes(1))
                        .until(
                                () -> rotating.read(rotation).text("rotation_status"),
                                status -> !"in_progress".equals(status)))
                .isEqualTo("completed");
        assertThat(rotating.rowsUnder(rotating.activeKey())).isEqualTo(2);
    }
}
