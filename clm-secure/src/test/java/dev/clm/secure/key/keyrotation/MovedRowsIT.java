package dev.clm.secure.key.keyrotation;

import static dev.clm.secure.key.MovedRows.FEW;
import static dev.clm.secure.key.MovedRows.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.secure.BareRows;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.MovedRows;
import dev.clm.secure.key.encryptionkey.RowsUnderKeyRepository;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is left of a key costs what it is, however many rows the statistics still expect of it. */
@Tag("K3")
@Tag("K9")
class MovedRowsIT {
    private static final Stretch PAGE = new Stretch(null, null, 100);
    private final SealedWalkRepository walks = new SealedWalkRepository();
    private final KeyReferenceRepository references = new KeyReferenceRepository();
    private MovedRows rows;

    @BeforeEach
    void plant() {
        rows = MovedRows.plant();
    }

    @AfterEach
    void remove() {
        for (String table : new String[] {"key_rotations", "key_rotation_history"}) {
            SecureTestDatabase.asSuperuser(
                    "set session_replication_role = replica; delete from " + table + " where organization_id = ?",
                    rows.tenant().value());
        }
        rows.remove();
    }

    @Test
    void certificatesUnderAKeyAreWalkedByIt() {
        assertThat(rows.readByTenant(this::listUnder)).isBetween(0L + LEFT, 0L + FEW);
    }

    @Test
    void certificatesThatWereMovedAreWalkedByTheirFirstKey() {
        assertThat(rows.readByTenant(this::listMoved)).isBetween(0L + LEFT, 0L + FEW);
    }

    @Test
    void rowsAreCountedByTheirKey() {
        assertThat(rows.readByTenant(this::count)).isBetween(0L + LEFT, 0L + FEW);
        assertThat(MovedRows.readByService(this::count)).isBetween(0L + LEFT, 0L + FEW);
    }

    @Test
    void aBatchReadsWhatItLocks() {
        KeyRotation rotation = rotation("old_key_id");
        assertThat(MovedRows.readByService(
                        tx -> assertThat(new ReEncryptionRepository().lockNext(tx, rotation, null, 100))
                                .hasSize(LEFT)))
                .isBetween(0L + LEFT, 0L + FEW);
    }

    @Test
    void aPageOfTheVerificationReadsWhatIsUnderTheKey() {
        KeyRotation rotation = rotation("new_key_id");
        assertThat(MovedRows.readByService(tx -> new VerificationRepository().page(tx, rotation, null, 100)))
                .isBetween(0L, 0L + FEW);
    }

    private void listUnder(SecureTransaction tx) {
        RowsUnderKeyRepository.planById(tx);
        assertThat(walks.under(tx, rows.tenant().value(), rows.key(), PAGE))
                .hasSize(LEFT)
                .isSortedAccordingTo((a, b) -> a.toString().compareTo(b.toString()));
    }

    private void listMoved(SecureTransaction tx) {
        RowsUnderKeyRepository.planById(tx);
        assertThat(walks.moved(tx, rows.tenant().value(), rows.key(), DSL.trueCondition(), PAGE))
                .hasSize(LEFT);
    }

    private void count(SecureTransaction tx) {
        assertThat(references.countPrivateKeys(tx, rows.key())).isEqualTo(LEFT);
    }

    private KeyRotation rotation(String role) {
        UUID id = BareRows.rotation(rows.tenant(), "in_progress", "phase = 're_encrypting'");
        SecureTestDatabase.asSuperuser(
                "set session_replication_role = replica; update key_rotation_history set " + role + " = ? where id = ?",
                rows.key(),
                id);
        return SecureTestDatabase.database()
                .inServiceRole(
                        "a test", tx -> new KeyRotationRepository().find(tx, id).orElseThrow());
    }
}
