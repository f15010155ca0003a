package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the database itself holds to when a key is destroyed together with what it protects. */
@Tag("K5")
class ShreddingIT {
    private static final String DONE = "00000";
    private static final String REFUSED = "42501";
    private static final String REFERENCED = "23503";

    private final TenantRows own = TenantRows.of(ClmDatabase.SECURE);
    private static final String WRONG_STATE = "55000";

    private Session session;

    @BeforeEach
    void open() throws SQLException {
        session = SchemaServer.migrated(ClmDatabase.SECURE);
        own.insert(session);
        session.execute(
                "UPDATE key_rotations SET phase = 'ended' WHERE organization_id = '" + own.organization() + "'");
        session.execute("UPDATE certificate_authorities SET deleted_at = now() WHERE organization_id = '"
                + own.organization() + "'");
        session.execute(
                "UPDATE key_destructions SET state = 'cancelled' WHERE organization_id = '" + own.organization() + "'");
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
    }

    @Test
    void theServiceRoleShredsOnceADestructionThatSaysSoIsDue() throws SQLException {
        makeDue(true);
        session.as("clm_secure_service");
        assertThat(session.sqlStateOf(erase())).isEqualTo(REFERENCED);

        session.execute(shred());

        assertThat(session.sqlStateOf(erase())).isEqualTo(DONE);
    }

    @Test
    void theServiceRoleNeedsNoBypassrlsForThat() throws SQLException {
        session.execute("ALTER ROLE clm_secure_service NOBYPASSRLS");
        makeDue(true);
        session.as("clm_secure_service");

        session.execute(shred());

        assertThat(session.sqlStateOf(erase())).isEqualTo(DONE);
    }

    @Test
    void theApplicationNeverMarksARowAsShredded() throws SQLException {
        makeDue(true);
        session.as("clm_secure_user").tenant(own.organization());

        assertThat(session.sqlStateOf(shred())).isEqualTo(REFUSED);
    }

    @Test
    void withoutADueDestructionNobodyDoes() throws SQLException {
        session.as("clm_secure_service");

        assertThat(session.sqlStateOf(shred())).isEqualTo(REFUSED);
    }

    @Test
    void aDestructionThatDoesNotSaySoShredsNothing() throws SQLException {
        makeDue(false);
        session.as("clm_secure_service");

        assertThat(session.sqlStateOf(shred())).isEqualTo(REFUSED);
    }

    @Test
    void whatIsShreddedStaysSo() throws SQLException {
        makeDue(true);
        session.as("clm_secure_service").execute(shred());

        assertThat(session.sqlStateOf(
                        "UPDATE private_keys SET shredded_at = NULL WHERE id = '" + own.id("private") + "'"))
                .isEqualTo(REFUSED);
    }

    @Test
    void theApplicationCannotShortenTheDelay() throws SQLException {
        schedule(false, "now() + interval '7 days'");
        session.as("clm_secure_user").tenant(own.organization());
        String scheduled = " WHERE state = 'scheduled'";

        assertThat(session.sqlStateOf("UPDATE key_destructions SET due_at = now()" + scheduled))
                .isEqualTo(REFUSED);
        assertThat(session.sqlStateOf("UPDATE key_destructions SET shred = true" + scheduled))
                .isEqualTo(REFUSED);
        assertThat(session.sqlStateOf("UPDATE key_destructions SET state = 'destroying'" + scheduled))
                .isEqualTo(REFUSED);
        assertThat(session.sqlStateOf("UPDATE key_destructions SET state = 'cancelled', ended_at = now()" + scheduled))
                .isEqualTo(DONE);
    }

    @Test
    void theDelayCountsFromTheInsertWhateverItSays() throws SQLException {
        session.execute("DELETE FROM key_destructions WHERE organization_id = '" + own.organization() + "'");
        session.as("clm_secure_user").tenant(own.organization());
        session.execute("""
                INSERT INTO key_destructions (organization_id, encryption_key_id, stops_organization, requested_by_user_id,
                    requested_at, due_at)
                VALUES ('%s', '%s', true, gen_random_uuid(), '2000-01-01', now())""".formatted(own.organization(), own.id("key")));

        assertThat(session.value("SELECT requested_at = now() FROM key_destructions"))
                .isEqualTo("t");
    }

    /** Issue line A1. */
    @Test
    @Tag("K6")
    @Tag("keys-A1")
    void aShreddedRowKeepsItsKey() throws SQLException {
        makeDue(true);
        session.as("clm_secure_service").execute(shred());

        assertThat(session.sqlStateOf("UPDATE private_keys SET encryption_key_id = '" + own.id("retired")
                        + "' WHERE id = '" + own.id("private") + "'"))
                .isEqualTo(WRONG_STATE);
    }

    /** Issue line A3. */
    @Test
    @Tag("K7")
    @Tag("keys-A3")
    void aKeyThatKeepsAnAuthorityInForceIsNotDestroyed() throws SQLException {
        session.execute("UPDATE certificate_authorities SET deleted_at = NULL WHERE organization_id = '"
                + own.organization() + "'");

        assertThat(session.sqlStateOf(insert(true, "now()"))).isEqualTo(WRONG_STATE);
    }

    /** Issue line A2. */
    @Test
    @Tag("K6")
    @Tag("keys-A2")
    void aKeyThatIsToBeDestroyedTakesNoRow() throws SQLException {
        schedule(true, "now() + interval '7 days'");

        assertThat(session.sqlStateOf("UPDATE certificates SET encryption_key_id = '" + own.id("key") + "' WHERE id = '"
                        + own.id("certificate") + "'"))
                .isEqualTo("40001");
    }

    private void makeDue(boolean shred) throws SQLException {
        schedule(shred, "now()");
        session.execute(
                "UPDATE key_destructions SET state = 'destroying' WHERE state = 'scheduled' AND organization_id = '"
                        + own.organization() + "'");
    }

    private void schedule(boolean shred, String due) throws SQLException {
        session.execute(insert(shred, due));
    }

    private String insert(boolean shred, String due) {
        return "INSERT INTO key_destructions (organization_id, encryption_key_id, shred, stops_organization,"
                + " requested_by_user_id, due_at) VALUES ('" + own.organization() + "', '" + own.id("key") + "', "
                + shred
                + ", true, gen_random_uuid(), " + due + ")";
    }

    private String shred() {
        return "UPDATE private_keys SET shredded_at = now() WHERE id = '" + own.id("private") + "'";
    }

    private String erase() {
        return "UPDATE encryption_keys SET encrypted_key_material = '', key_status = 'retired', destroyed_at = now()"
                + " WHERE id = '" + own.id("key") + "'";
    }
}
