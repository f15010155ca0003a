package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Read as clm_reporter, who sees the tenant that the transaction names. */
@Tag("S1")
class CoreViewsIT {
    private final TenantRows own = TenantRows.of(ClmDatabase.CORE);
    private final UUID user = UUID.randomUUID();
    private Session session;

    @BeforeEach
    void open() throws SQLException {
        session = SchemaServer.migrated(ClmDatabase.CORE);
        own.insert(session);
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
    }

    @Test
    void activeUsersShowTheRolesThatCountNow() throws SQLException {
        user("active", "NULL");
        role("AUDITOR", "now() - interval '1 day'", "NULL", "NULL");
        role("USER", "now() - interval '1 day'", "now() + interval '1 day'", "NULL");
        role("APPROVER", "now() - interval '2 days'", "now() - interval '1 day'", "NULL");
        role("CERT_ADMIN", "now() + interval '1 day'", "NULL", "NULL");
        role("SYSTEM_ADMIN", "now() - interval '1 day'", "NULL", "now()");
        assertThat(roles()).isEqualTo("{AUDITOR,USER}");
    }

    @Test
    void anActiveUserWithoutRolesIsShownWithNone() throws SQLException {
        user("active", "NULL");
        assertThat(roles()).isEqualTo("{}");
    }

    @Test
    void lockedAndDeletedUsersAreNotShown() throws SQLException {
        user("locked", "NULL");
        assertThat(roles()).isEmpty();
        session.execute("UPDATE users SET status = 'active', deleted_at = now() WHERE id = '" + user + "'");
        assertThat(roles()).isEmpty();
    }

    @Test
    void pendingApprovalsAreOpenApprovalStepsOfRunningInstances() throws SQLException {
        assertThat(approvals()).isEqualTo("Approve Two eyes certificate_request");
        session.execute("UPDATE workflow_instances SET status = 'cancelled' WHERE id = '" + own.id("instance") + "'");
        assertThat(approvals()).isEmpty();
        session.execute(
                "UPDATE workflow_instances SET status = 'pending_approval' WHERE id = '" + own.id("instance") + "'");
        session.execute("UPDATE workflow_steps SET status = 'completed' WHERE id = '" + own.id("step") + "'");
        assertThat(approvals()).isEmpty();
    }

    @Test
    void certificateSummaryShowsLiveMetadataWithOwnerAndOrganization() throws SQLException {
        session.execute("UPDATE certificate_metadata SET not_after = now() + interval '7 days 1 hour' WHERE id = '"
                + own.id("metadata") + "'");
        assertThat(summary()).isEqualTo("a.example system Organization 7");
        session.execute("UPDATE certificate_metadata SET deleted_at = now() WHERE id = '" + own.id("metadata") + "'");
        assertThat(summary()).isEmpty();
    }

    @Tag("S3")
    @Test
    void viewsOfTenantRowsAreEmptyForAForeignTenant() throws SQLException {
        session.as("clm_reporter").tenant(UUID.randomUUID());
        assertThat(session.lines("SELECT certificate_id FROM certificate_summary"))
                .isEmpty();
        assertThat(session.lines("SELECT step_id FROM pending_approvals")).isEmpty();
    }

    @Tag("S3")
    @Test
    void aStepTakesTheOrganizationOfItsInstance() throws SQLException {
        session.execute("""
                INSERT INTO workflow_steps (workflow_instance_id, step_number, step_name, step_type)
                VALUES ('%s', 2, 'Second', 'action')""".formatted(own.id("instance")));
        assertThat(session.value("SELECT organization_id FROM workflow_steps WHERE step_name = 'Second'"))
                .isEqualTo(own.organization().toString());
    }

    private void user(String status, String deletedAt) throws SQLException {
        session.execute("""
                INSERT INTO users (id, username, email, password_hash, password_salt, status, deleted_at)
                VALUES ('%1$s', '%1$s', '%1$s@a.example', '!', '!', '%2$s', %3$s)""".formatted(user, status, deletedAt));
    }

    private void role(String code, String from, String until, String revoked) throws SQLException {
        session.execute("""
                INSERT INTO user_roles (user_id, role_id, valid_from, valid_until, revoked_at)
                SELECT '%s', id, %s, %s, %s FROM roles WHERE role_code = '%s'""".formatted(user, from, until, revoked, code));
    }

    private String roles() throws SQLException {
        return asReporter("SELECT role_codes FROM active_users_with_roles WHERE id = '" + user + "'");
    }

    private String approvals() throws SQLException {
        return asReporter("SELECT step_name, workflow_name, workflow_type FROM pending_approvals");
    }

    private String summary() throws SQLException {
        return asReporter("SELECT common_name, owner_username, org_name, days_until_expiry FROM certificate_summary");
    }

    private String asReporter(String query) throws SQLException {
        session.as("clm_reporter").tenant(own.organization());
        String answer = session.value(query);
        session.as("NONE");
        return answer;
    }
}
