package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key_compromise revocation blocks the key for everybody, whoever revokes. */
@Tag("S3")
class BlockedKeysIT {
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
    void aTenantsRevocationBlocksTheKeyAndLeavesTheTenantSet() throws SQLException {
        session.as("clm_secure_user").tenant(own.organization());
        session.execute(revocation(own, "key_compromise"));
        assertThat(blocked()).isEqualTo("1");
        assertThat(session.value("SELECT current_setting('clm.organization_id')"))
                .isEqualTo(own.organization().toString());
    }

    @Test
    void theServiceRolesRevocationBlocksTheKeyWithoutATenant() throws SQLException {
        session.as("clm_secure_service");
        session.execute(revocation(own, "key_compromise"));
        assertThat(blocked()).isEqualTo("1");
        assertThat(session.value("SELECT current_setting('clm.organization_id')"))
                .isEmpty();
    }

    @Test
    void aSecondRevocationOfTheKeyIsAllowed() throws SQLException {
        session.execute(revocation(own, "key_compromise"));
        session.execute(revocation(own, "key_compromise"));
        assertThat(blocked()).isEqualTo("1");
    }

    @Test
    void aReasonThatBecomesKeyCompromiseBlocksTheKey() throws SQLException {
        session.execute(
                "UPDATE certificate_revocations SET revocation_reason = 'key_compromise' WHERE organization_id = '"
                        + own.organization() + "'");
        assertThat(blocked()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unspecified", "ca_compromise", "superseded", "certificate_hold"})
    void otherReasonsBlockNothing(String reason) throws SQLException {
        session.execute(revocation(own, reason));
        assertThat(blocked()).isEqualTo("0");
    }

    @Test
    void theKeyOfAnotherTenantCannotBeBlocked() throws SQLException {
        TenantRows attacker = TenantRows.of(ClmDatabase.SECURE);
        session.as("clm_secure_user").tenant(attacker.organization());
        String ofForeignCertificate = revocation(own, "key_compromise")
                .replace(own.organization().toString(), attacker.organization().toString());
        assertThat(session.sqlStateOf(ofForeignCertificate)).isEqualTo("23503");
    }

    @Test
    void noApplicationRoleWritesTheTableItself() throws SQLException {
        for (String role : new String[] {"clm_secure_user", "clm_secure_service"}) {
            session.as(role);
            assertThat(session.sqlStateOf("INSERT INTO blocked_keys (public_key_sha256, certificate_id) VALUES ('"
                            + own.digest() + "', '" + own.id("certificate") + "')"))
                    .isEqualTo("42501");
            assertThat(session.sqlStateOf("DELETE FROM blocked_keys")).isEqualTo("42501");
            session.as("NONE");
        }
    }

    private String blocked() throws SQLException {
        return session.value("SELECT count(*) FROM blocked_keys WHERE public_key_sha256 = '" + own.digest() + "'");
    }

    private static String revocation(TenantRows rows, String reason) {
        return """
                INSERT INTO certificate_revocations (certificate_id, revocation_reason, revoked_by_user_id,
                    organization_id)
                VALUES ('%s', '%s', '%s', '%s')""".formatted(rows.id("certificate"), reason, TenantRows.SYSTEM_USER, rows.organization());
    }
}
