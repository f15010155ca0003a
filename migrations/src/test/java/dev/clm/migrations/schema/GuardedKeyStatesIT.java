package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The states of keys, rotations and destructions (docs/KEY-ROTATION.md, "States"), held for whoever writes: here the superuser,
 * whom no grant and no row-level security stops.
 */
@Tag("K6")
class GuardedKeyStatesIT {
    private static final String DONE = "00000";
    private static final String REFUSED = "55000 ";

    private final TenantRows own = TenantRows.of(ClmDatabase.SECURE);
    private Session session;

    /** A key that one private key is under, an authority that is not in force, a rotation that has failed, no destruction. */
    @BeforeEach
    void open() throws SQLException {
        session = SchemaServer.migrated(ClmDatabase.SECURE);
        own.insert(session);
        change("key_rotation_history", "rotation_status = 'failed'");
        change("key_rotations", "phase = 'ended'");
        change("certificate_authorities", "deleted_at = now()");
        change("key_destructions", "state = 'cancelled'");
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
    }

    /** `before` are changes that are allowed, one after the other. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "                                          | key_status = 'retired'      | does not become retired from active",
                "                                          | key_status = 'revoked'      | does not become revoked from active",
                "key_status = 'rotating'                   | key_status = 'revoked'      | does not become revoked from rotating",
                "key_status = 'rotating'; key_status = 'retired' | key_status = 'active' | does not become active from retired",
                "key_status = 'rotating'; key_status = 'retired' | key_status = 'rotating'"
                        + " | does not become rotating from retired",
                "key_status = 'rotating'; key_status = 'retired'; key_status = 'revoked' | key_status = 'active'"
                        + " | does not become active from revoked",
                "key_status = 'rotating', compromised_at = now() | key_status = 'active' | is compromised",
                "key_status = 'rotating' | key_status = 'active', compromised_at = now()   | is compromised",
                "key_status = 'rotating' | key_status = 'retired', compromised_at = now()  | is compromised",
                "compromised_at = now()  | compromised_at = NULL                           | stays compromised",
                "compromised_at = now()  | compromised_at = now() - interval '1 day'       | stays compromised",
                "                        | purpose = 'authority'                           | keeps its purpose",
                "                        | destruction_state = 'scheduled'                 | by way of key_destructions",
                "                        | destruction_state = 'destroyed'                 | by way of key_destructions",
                "                        | encrypted_key_material = ''          | by a destruction that has begun"
            })
    void aKeyTakesNoOtherWay(String before, String change, String says) throws SQLException {
        removeRows();
        for (String allowed : before == null ? new String[0] : before.split(";")) {
            session.execute(key(allowed));
        }
        assertThat(session.refusalOf(key(change))).startsWith(REFUSED).contains(says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "key_status = 'rotating'     | is to be destroyed",
                "destruction_state = NULL    | by way of key_destructions",
                "encrypted_key_material = '' | by a destruction that has begun"
            })
    void aKeyThatIsToBeDestroyedStaysSo(String change, String says) throws SQLException {
        removeRows();
        session.execute(destruction(true));
        assertThat(session.refusalOf(key(change))).startsWith(REFUSED).contains(says);
    }

    @Test
    void aFailedRotationIsTakenUpAgainAndNoneThatIsOver() throws SQLException {
        assertThat(session.sqlStateOf(takeUp())).isEqualTo(DONE);

        session.execute(update("key_rotations", "abandoned_at = now()"));

        assertThat(session.refusalOf(takeUp())).startsWith(REFUSED).contains("has ended for good");
    }

    @ParameterizedTest
    @CsvSource({"completed", "rolled_back"})
    void aRotationThatHasSucceededIsNotTakenUpAgain(String status) throws SQLException {
        change("key_rotation_history", "rotation_status = '" + status + "'");

        assertThat(session.refusalOf(takeUp())).startsWith(REFUSED).contains("has ended for good");
    }

    @Test
    void aRotationThatWasTurnedBackGoesForwardNoMore() throws SQLException {
        change("key_rotations", "phase = 're_encrypting', direction = 'back'");

        assertThat(session.refusalOf(update("key_rotations", "direction = 'forward'")))
                .startsWith(REFUSED)
                .contains("was turned back");
    }

    @Test
    void aRotationWhoseKeyIsToBeDestroyedNeitherBeginsNorGoesOn() throws SQLException {
        session.execute(destruction(true));
        assertThat(session.refusalOf(takeUp())).startsWith(REFUSED).contains("is gone or to be destroyed");
        for (String table : new String[] {"quarantined_private_keys", "key_rotation_certificates", "key_rotations"}) {
            session.execute("DELETE FROM " + table + ofTenant());
        }

        assertThat(session.refusalOf("INSERT INTO key_rotations (id, organization_id) VALUES ('" + own.id("rotation")
                        + "', '" + own.organization() + "')"))
                .startsWith(REFUSED)
                .contains("is gone or to be destroyed");
    }

    @Test
    void aKeyThatIsBeingRotatedIsNotDestroyed() throws SQLException {
        session.execute(takeUp());

        assertThat(session.refusalOf(destruction(true))).startsWith(REFUSED).contains("is being rotated");
    }

    @Test
    @Tag("keys-A2")
    void theActiveKeyIsNotDestroyedUnlessTheOrganizationIsToStop() throws SQLException {
        assertThat(session.refusalOf(destruction(false)))
                .startsWith(REFUSED)
                .contains("is active and has no successor");
        assertThat(session.sqlStateOf(destruction(true))).isEqualTo(DONE);
    }

    @Test
    void aKeyThatCertificatesNameIsNotDestroyed() throws SQLException {
        change("certificates", "encryption_key_id = '" + own.id("key") + "'");

        assertThat(session.refusalOf(destruction(true))).startsWith(REFUSED).contains("is named by certificates");
    }

    @Test
    @Tag("K7")
    void theKeyOfAnAuthorityThatIsOverIsNotDestroyedBeforeItsCertificatesHaveExpired() throws SQLException {
        String unseen = "SET LOCAL session_replication_role = %s";
        session.execute(unseen.formatted("replica"));
        change("certificates", "issuer_authority_id = '" + own.id("authority") + "'");
        session.execute(unseen.formatted("origin"));
        assertThat(session.refusalOf(destruction(true))).startsWith(REFUSED).contains("or has unexpired certificates");

        session.execute(unseen.formatted("replica"));
        change("certificates", "not_before = now() - interval '2 days', not_after = now() - interval '1 day'");
        session.execute(unseen.formatted("origin"));
        assertThat(session.sqlStateOf(destruction(true))).isEqualTo(DONE);
    }

    /** What was so when it was asked for is asked again when it begins. */
    @Test
    @Tag("K7")
    void aDestructionThatIsDueDoesNotBeginWhereItsKeyKeepsAnAuthorityByThen() throws SQLException {
        session.execute(destruction(true));
        String begin =
                "UPDATE key_destructions SET state = 'destroying' WHERE state = 'scheduled' AND organization_id = '"
                        + own.organization() + "'";
        assertThat(session.sqlStateOf(begin)).isEqualTo(DONE);

        change("certificate_authorities", "deleted_at = NULL");

        assertThat(session.refusalOf(begin)).startsWith(REFUSED).contains("keeps an authority");
    }

    @Test
    void aSnapshotThatMayBeOldDestroysNoKey() throws SQLException {
        try (Session later = SchemaServer.migrated(ClmDatabase.SECURE)) {
            later.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            TenantRows rows = TenantRows.of(ClmDatabase.SECURE);
            rows.insert(later, statement -> !statement.contains("INTO key_destructions"));

            assertThat(later.refusalOf(destruction(rows, "retired", true)))
                    .startsWith(REFUSED)
                    .contains("isolation level read committed");
        }
    }

    private void removeRows() throws SQLException {
        session.execute("DELETE FROM quarantined_private_keys" + ofTenant());
        session.execute("DELETE FROM private_keys" + ofTenant());
    }

    private void change(String table, String change) throws SQLException {
        session.execute(update(table, change));
    }

    private String update(String table, String change) {
        return "UPDATE " + table + " SET " + change + ofTenant();
    }

    private String key(String change) {
        return "UPDATE encryption_keys SET " + change + " WHERE id = '" + own.id("key") + "'";
    }

    private String takeUp() {
        return update("key_rotations", "phase = 're_encrypting'");
    }

    private String destruction(boolean stop) {
        return destruction(own, "key", stop);
    }

    private static String destruction(TenantRows rows, String key, boolean stop) {
        return "INSERT INTO key_destructions (organization_id, encryption_key_id, shred, stops_organization,"
                + " requested_by_user_id, due_at) VALUES ('" + rows.organization() + "', '" + rows.id(key) + "', true, "
                + stop + ", gen_random_uuid(), now())";
    }

    private String ofTenant() {
        return " WHERE organization_id = '" + own.organization() + "'";
    }
}
