package dev.clm.secure.key.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.BareRows;
import dev.clm.secure.SecureTestDatabase;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("C7")
class RotationCountIT {
    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
    private final KeyRotationRepository rotations = new KeyRotationRepository();

    @AfterEach
    void remove() {
        for (String table : new String[] {"key_rotations", "key_rotation_history"}) {
            SecureTestDatabase.asSuperuser(
                    "set session_replication_role = replica; delete from " + table + " where organization_id = ?",
                    tenant.value());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in_progress | phase = 're_encrypting'                                | RUNNING",
                "in_progress | phase = 'verifying', direction = 'back'                | RUNNING_BACK",
                "in_progress | phase = 're_encrypting', paused_at = now()             | PAUSED",
                "in_progress | direction = 'back', paused_at = now()                  | PAUSED_BACK",
                "failed      | phase = 'ended'                                        | FAILED",
                "failed      | phase = 'ended', direction = 'back'                    | FAILED_BACK",
                "failed      | phase = 'ended', abandoned_at = now()                  | ABANDONED",
                "completed   | phase = 'ended'                                        | COMPLETED",
                "rolled_back | phase = 'ended', direction = 'back', paused_at = now() | ROLLED_BACK"
            })
    void aRotationIsCountedInTheStateThatItsVerbsGoBy(String status, String columns, RotationState state) {
        Map<RotationState, Long> before = count();
        UUID id = BareRows.rotation(tenant, status, columns);

        Map<RotationState, Long> after = count();

        assertThat(RotationState.of(SecureTestDatabase.database()
                        .inServiceRole("a test", tx -> rotations.find(tx, id).orElseThrow())))
                .isEqualTo(state);
        for (RotationState each : RotationState.values()) {
            assertThat(after.get(each) - before.get(each)).as(each.name()).isEqualTo(each == state ? 1 : 0);
        }
    }

    private Map<RotationState, Long> count() {
        return SecureTestDatabase.database().inServiceRole("a test", rotations::countByState);
    }
}
