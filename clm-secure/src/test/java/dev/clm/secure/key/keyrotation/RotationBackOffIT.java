package dev.clm.secure.key.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.BareRows;
import dev.clm.secure.SecureTestDatabase;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Issue line A5: a rotation that fails is counted, and is tried again later and later. */
@Tag("K3")
class RotationBackOffIT {
    private static final Duration FIRST = Duration.ofSeconds(1);

    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
    private final KeyRotationRepository rotations = new KeyRotationRepository();
    private final RotationStateRepository states = new RotationStateRepository();
    private final UUID rotation = BareRows.rotation(tenant, "in_progress", "phase = 're_encrypting'");

    @AfterEach
    void remove() {
        for (String table : new String[] {"key_rotations", "key_rotation_history"}) {
            SecureTestDatabase.asSuperuser(
                    "set session_replication_role = replica; delete from " + table + " where organization_id = ?",
                    tenant.value());
        }
    }

    @Test
    @Tag("keys-A5")
    void eachAttemptWaitsTwiceAsLongAsTheLastAndFiveMinutesAtMost() {
        assertThat(IntStream.range(0, 11).map(attempt -> failAndWait()))
                .containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300);
    }

    @Test
    void howeverOftenItFailedItWaitsFiveMinutes() {
        SecureTestDatabase.asSuperuser("update key_rotations set failed_attempts = 2000000 where id = ?", rotation);

        assertThat(failAndWait()).isEqualTo(300);
    }

    @Test
    void whatWaitsIsNoWorkUntilItsTimeHasCome() {
        assertThat(isWork()).isTrue();
        IntStream.range(0, 10).forEach(attempt -> failAndWait());
        assertThat(isWork()).isFalse();

        SecureTestDatabase.asSuperuser(
                "update key_rotations set retry_at = now() - interval '1 second' where id = ?", rotation);

        assertThat(isWork()).isTrue();
    }

    @Test
    @Tag("keys-A5")
    void itFailsAgainAndAgainUntilItMovesARow() {
        int others = failing();
        IntStream.range(0, 2).forEach(attempt -> failAndWait());
        assertThat(failing()).isEqualTo(others);
        failAndWait();
        assertThat(failing()).isEqualTo(others + 1);

        boolean advanced = SecureTestDatabase.database()
                .inServiceRole(
                        "a test",
                        tx -> states.advance(tx, rotations.find(tx, rotation).orElseThrow(), 1, 0));

        assertThat(advanced).isTrue();
        assertThat(failing()).isEqualTo(others);
        assertThat(isWork()).isTrue();
    }

    private int failing() {
        return SecureTestDatabase.database().inServiceRole("a test", tx -> rotations.countFailing(tx, 3));
    }

    private boolean isWork() {
        return SecureTestDatabase.database()
                .inServiceRole(
                        "a test",
                        tx -> rotations.running(tx, 10_000).stream()
                                .anyMatch(found -> found.id().equals(rotation)));
    }

    /** The seconds that are to pass. */
    private int failAndWait() {
        return SecureTestDatabase.database().inServiceRole("a test", tx -> {
            states.noteFailure(tx, rotation, FIRST);
            return tx.dsl()
                    .fetchSingle(
                            "select extract(epoch from retry_at - now())::integer from key_rotations where id = ?",
                            rotation)
                    .get(0, int.class);
        });
    }
}
