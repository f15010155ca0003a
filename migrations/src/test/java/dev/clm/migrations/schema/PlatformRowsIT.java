package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows without organization_id: readable by every tenant, writable by none. */
@Tag("S3")
class PlatformRowsIT {
    private static final String MASTER_KEY = """
            INSERT INTO encryption_keys (key_id, key_type, algorithm, encrypted_key_material, key_wrap_algorithm,
                created_by_user_id)
            VALUES ('of the platform', 'master', 'AES-256-GCM', '\\x00', 'AES-256-GCM', '%s')""".formatted(TenantRows.SYSTEM_USER);

    private static final String POLICY = """
            INSERT INTO policies (policy_name, policy_code, policy_type, policy_rules, created_by_user_id)
            VALUES ('Platform', 'of-the-platform', 'issuance', '{}', '%s')""".formatted(TenantRows.SYSTEM_USER);

    @Test
    void everyTenantReadsThem() throws SQLException {
        try (Session session = SchemaServer.migrated(ClmDatabase.SECURE)) {
            session.execute(MASTER_KEY);
            session.as("clm_secure_user").tenant(UUID.randomUUID());
            assertThat(session.lines("SELECT key_id FROM encryption_keys")).contains("of the platform");
        }
    }

    @Test
    void noTenantWritesThem() throws SQLException {
        try (Session session = SchemaServer.migrated(ClmDatabase.SECURE)) {
            session.as("clm_secure_user").tenant(UUID.randomUUID());
            assertThat(session.sqlStateOf(MASTER_KEY)).isEqualTo("42501");
        }
    }

    @Test
    void noTenantChangesThem() throws SQLException {
        try (Session session = SchemaServer.migrated(ClmDatabase.SECURE)) {
            session.execute(MASTER_KEY);
            session.as("clm_secure_user").tenant(UUID.randomUUID());
            session.execute("UPDATE encryption_keys SET key_status = 'revoked' WHERE key_id = 'of the platform'");
            assertThat(session.lines("SELECT key_status FROM encryption_keys WHERE key_id = 'of the platform'"))
                    .containsExactly("active");
        }
    }

    @Test
    void noTenantMakesOneOfTheMasterKeysItsOwn() throws SQLException {
        try (Session session = SchemaServer.migrated(ClmDatabase.SECURE)) {
            session.execute(MASTER_KEY);
            UUID tenant = UUID.randomUUID();
            session.as("clm_secure_user").tenant(tenant);
            assertThat(session.sqlStateOf("UPDATE encryption_keys SET organization_id = '" + tenant + "'"))
                    .isEqualTo("42501");
            assertThat(session.lines("SELECT key_id FROM encryption_keys WHERE organization_id IS NOT NULL"))
                    .isEmpty();
        }
    }

    @Test
    void noTenantMakesOneOfThePoliciesItsOwn() throws SQLException {
        try (Session session = SchemaServer.migrated(ClmDatabase.CORE)) {
            session.execute(POLICY);
            UUID tenant = UUID.randomUUID();
            session.as("clm_core_user").tenant(tenant);
            assertThat(session.lines("SELECT policy_code FROM policies")).contains("of-the-platform");
            session.execute("UPDATE policies SET organization_id = '" + tenant + "'");
            assertThat(session.lines("SELECT policy_code FROM policies WHERE organization_id IS NOT NULL"))
                    .isEmpty();
        }
    }

    @Test
    void aCodeIsUniquePerOrganizationAndOnceMoreForThePlatform() throws SQLException {
        TenantRows one = TenantRows.of(ClmDatabase.CORE);
        try (Session session = SchemaServer.migrated(ClmDatabase.CORE)) {
            one.insert(session);
            TenantRows.of(ClmDatabase.CORE).insert(session);
            session.execute(POLICY);
            assertThat(session.sqlStateOf(POLICY)).isEqualTo("23505");
            assertThat(session.sqlStateOf("UPDATE policies SET policy_code = 'default', organization_id = '"
                            + one.organization() + "' WHERE policy_code = 'of-the-platform'"))
                    .isEqualTo("23505");
        }
    }
}
