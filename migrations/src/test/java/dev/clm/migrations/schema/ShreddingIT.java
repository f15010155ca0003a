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
    private Session session;

    @BeforeEach
    void open() throws SQLException {
        session = SchemaServer.migrated(ClmDatabase.SECURE);
        own.insert(session);
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
        session.as("clm_secure_user").tenant(own.organization());

        assertThat(session.sqlStateOf("UPDATE key_destructions SET due_at = now()"))
                .isEqualTo(REFUSED);
        assertThat(session.sqlStateOf("UPDATE key_destructions SET shred = true"))
                .isEqualTo(REFUSED);
        assertThat(session.sqlStateOf("UPDATE key_destructions SET state = 'cancelled', ended_at = now()"))
                .isEqualTo(DONE);
    }

    @Test
    void theDelayCountsFromTheInsertWhateverItSays() throws SQLException {
        session.execute("DELETE FROM key_destructions WHERE organization_id = '" + own.organization() + "'");
        session.as("clm_secure_user").tenant(own.organization());
        session.execute("""
                INSERT INTO key_destructions (organization_id, encryption_key_id, requested_by_user_id, requested_at, due_at)
                VALUES ('%s', '%s', gen_random_uuid(), '2000-01-01', now())""".formatted(own.organization(), own.id("key")));

        assertThat(session.value("SELECT requested_at = now() FROM key_destructions"))
                .isEqualTo("t");
    }

    private void makeDue(boolean shred) throws SQLException {
        session.execute("UPDATE key_destructions SET due_at = now(), shred = " + shred + " WHERE organization_id = '"
                + own.organization() + "'");
    }

    private String shred() {
        return "UPDATE private_keys SET shredded_at = now() WHERE id = '" + own.id("private") + "'";
    }

    private String erase() {
        return "UPDATE encryption_keys SET encrypted_key_material = '', key_status = 'retired', destroyed_at = now()"
                + " WHERE id = '" + own.id("key") + "'";
    }
}
