package dev.clm.api.key.keyrotation;

import dev.clm.api.testing.Rows;
import java.sql.Connection;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The database's clock was eight days ahead when something was dated by it, and is right again. */
@Tag("T7")
class RotationClockIT {
    private final RotatingTenant rotating = new RotatingTenant(2);
    private final UUID oldKey = rotating.activeKey();

    @Test
    void aRotationWaitsForNoTimeThatAWrongClockGave() throws Exception {
        UUID rotation;
        try (Connection held = rotating.holdOneRow(oldKey)) {
            rotation = rotating.rotate(oldKey, "manual").expect(202).id();
            Rows.secure(
                    "update key_rotations set next_batch_at = now() + interval '8 days', retry_at = now() + interval '8"
                            + " days', measured_from = now() + interval '8 days' where id = ?",
                    rotation);
            held.rollback();
        }
        rotating.awaitStatus(rotation, "completed");
    }

    @Test
    void aVerificationWaitsForNoLeaseThatAWrongClockGave() throws Exception {
        UUID rotation;
        try (Connection held = rotating.holdOneRow(oldKey)) {
            rotation = rotating.rotate(oldKey, "manual").expect(202).id();
            rotating.command(rotation, "pause").expect(200);
            Rows.secure(
                    "update key_rotations set phase = 'verifying', verifier = gen_random_uuid(),"
                            + " verifier_until = now() + interval '8 days' where id = ?",
                    rotation);
            held.rollback();
        }
        rotating.command(rotation, "resume").expect(200);
        rotating.awaitStatus(rotation, "completed");
    }
}
