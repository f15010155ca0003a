package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A data key that rows refer to can neither be retired nor destroyed, and one that was takes no new rows. */
@Tag("K3")
class ReferencedKeysIT {
    private static final String REFERENCED = "23503";
    private static final String SERIALIZATION_FAILURE = "40001";

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

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"key_status = 'retired'\", 23503, 23503",
                "deleted_at = now(), 42501, 42501",
                "\"encrypted_key_material = ''\", 23503, 42501"
            })
    void noRoleRetiresOrDestroysAReferencedKey(String change, String service, String application) throws SQLException {
        assertThat(session.sqlStateOf(update(change))).as("superuser").isEqualTo(REFERENCED);
        session.as("clm_secure_service");
        assertThat(session.sqlStateOf(update(change))).as("service").isEqualTo(service);
        session.as("NONE").as("clm_secure_user").tenant(own.organization());
        assertThat(session.sqlStateOf(update(change))).as("application").isEqualTo(application);
    }

    @Test
    void anotherTenantsRowCountsToo() throws SQLException {
        TenantRows other = TenantRows.of(ClmDatabase.SECURE);
        other.insert(session);
        session.execute("UPDATE private_keys SET encryption_key_id = '%s' WHERE organization_id = '%s'"
                .formatted(own.id("key"), other.organization()));
        removeRowsOf(own);
        session.as("clm_secure_user").tenant(own.organization());

        assertThat(session.value("SELECT count(*) FROM private_keys")).isEqualTo("0");
        assertThat(session.sqlStateOf(update("key_status = 'retired'"))).isEqualTo(REFERENCED);
    }

    @Test
    void aCertificateThatNamesTheKeyIsAReference() throws SQLException {
        removeRowsOf(own);
        session.execute("UPDATE certificates SET encryption_key_id = '%s' WHERE id = '%s'"
                .formatted(own.id("key"), own.id("certificate")));

        assertThat(session.sqlStateOf(update("key_status = 'retired'"))).isEqualTo(REFERENCED);
    }

    @Test
    void aKeyWithoutReferencesIsRetiredByTheApplicationAndTheTenantStaysSet() throws SQLException {
        removeRowsOf(own);
        session.as("clm_secure_user").tenant(own.organization());
        session.execute(update("key_status = 'rotating'"));

        assertThat(session.update(update("key_status = 'retired'"))).isEqualTo(1);
        assertThat(session.value("SELECT current_setting('clm.organization_id')"))
                .isEqualTo(own.organization().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"retired", "revoked"})
    void aKeyThatNoLongerEncryptsTakesNoRow(String status) throws SQLException {
        UUID key = UUID.randomUUID();
        session.execute("""
                INSERT INTO encryption_keys (id, key_id, key_type, algorithm, encrypted_key_material,
                    key_wrap_algorithm, key_status, created_by_user_id, organization_id)
                VALUES ('%1$s', '%1$s', 'data', 'AES-256-GCM', '\\x00', 'AES-256-GCM', '%2$s', '%3$s', '%4$s')
                """.formatted(key, status, TenantRows.SYSTEM_USER, own.organization()));
        session.as("clm_secure_user").tenant(own.organization());

        assertThat(session.sqlStateOf("UPDATE private_keys SET encryption_key_id = '" + key + "'"))
                .isEqualTo(SERIALIZATION_FAILURE);
        assertThat(session.sqlStateOf("UPDATE certificates SET encryption_key_id = '" + key + "'"))
                .isEqualTo(SERIALIZATION_FAILURE);
    }

    @Test
    void aSnapshotThatMayBeOldRetiresNothing() throws SQLException {
        try (Session later = SchemaServer.migrated(ClmDatabase.SECURE)) {
            later.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            TenantRows rows = TenantRows.of(ClmDatabase.SECURE);
            rows.insert(later, statement -> !statement.contains("INTO key_destructions"));
            removeRowsOf(later, rows);
            later.execute("UPDATE encryption_keys SET key_status = 'rotating' WHERE id = '" + rows.id("key") + "'");

            assertThat(later.sqlStateOf("UPDATE encryption_keys SET key_status = 'retired'" + " WHERE id = '"
                            + rows.id("key") + "'"))
                    .isEqualTo("55000");
        }
    }

    @Test
    void ownersTriggersSeeMoreThanTheOwner() throws SQLException {
        session.as("clm_secure_owner");

        assertThat(session.value("SELECT count(*) FROM private_keys")).isEqualTo("0");
        assertThat(session.value("SELECT count(*) FROM active_certificates")).isEqualTo("0");
    }

    private String update(String change) {
        return "UPDATE encryption_keys SET " + change + " WHERE id = '" + own.id("key") + "'";
    }

    private void removeRowsOf(TenantRows rows) throws SQLException {
        removeRowsOf(session, rows);
    }

    private static void removeRowsOf(Session session, TenantRows rows) throws SQLException {
        String ofTenant = " WHERE organization_id = '" + rows.organization() + "'";
        session.execute("DELETE FROM quarantined_private_keys" + ofTenant);
        session.execute("DELETE FROM private_keys" + ofTenant);
    }
}
