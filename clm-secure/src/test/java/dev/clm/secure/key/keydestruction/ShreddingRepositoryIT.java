package dev.clm.secure.key.keydestruction;

import static dev.clm.secure.key.MovedRows.FEW;
import static dev.clm.secure.key.MovedRows.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.MovedRows;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K6")
class ShreddingRepositoryIT {
    private final ShreddingRepository shredding = new ShreddingRepository();

    /** Of a key that was rotated, and behind the statistics. Marked already, so that no destruction has to have begun. */
    @Test
    void aPieceReadsWhatIsUnderTheKey() {
        MovedRows rows = MovedRows.plant();
        try {
            SecureTestDatabase.asSuperuser(
                    "set session_replication_role = replica; update private_keys set shredded_at = now(),"
                            + " deleted_at = now() where encryption_key_id = ?",
                    rows.key());
            assertThat(MovedRows.readByService(tx -> shred(tx, rows))).isBetween(0L + LEFT, 0L + FEW);
        } finally {
            rows.remove();
        }
    }

    private void shred(SecureTransaction tx, MovedRows rows) {
        UUID last = shredding.shred(tx, rows.tenant().value(), rows.key(), null, 100);
        assertThat(last).isNotNull();
        assertThat(shredding.shred(tx, rows.tenant().value(), rows.key(), last, 100))
                .isNull();
    }
}
