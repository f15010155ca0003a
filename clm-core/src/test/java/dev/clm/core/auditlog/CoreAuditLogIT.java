package dev.clm.core.auditlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.CoreFixture;
import dev.clm.core.CoreTestDatabase;
import dev.clm.core.auditlog.CoreAuditEntry.Category;
import dev.clm.core.database.CoreDatabase;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S5")
class CoreAuditLogIT {
    private final CoreDatabase core = CoreTestDatabase.database();
    private final CoreAuditLog auditLog = new CoreAuditLog();
    private final OrganizationId tenant = CoreFixture.organization();
    private final UUID user = CoreFixture.memberOf(tenant);
    private final UUID resource = UUID.randomUUID();
    private final Actor actor = new Actor(user, "jane", tenant, Set.of(), "2001:db8::1", "curl", "req-1");

    @Test
    void anEntrySaysWhoDidWhatToWhichResourceFromWhere() {
        int written = core.inTransaction(actor, tx -> auditLog.append(tx, List.of(success(), failure())));

        assertThat(written).isEqualTo(2);
        assertThat(column("event_type", "success")).isEqualTo("certificate.update");
        assertThat(column("username", "success")).isEqualTo("jane");
        assertThat(column("host(ip_address)", "success")).isEqualTo("2001:db8::1");
        assertThat(column("changes_after ->> 'notes'", "success")).isEqualTo("x");
        assertThat(column("severity", "success")).isEqualTo("info");
        assertThat(column("severity", "failure")).isEqualTo("warning");
        assertThat(column("error_message", "failure")).isEqualTo("not allowed");
    }

    @Test
    void anEntryOfARolledBackTransactionIsNotWritten() {
        assertThatThrownBy(() -> core.useTransaction(tenant, tx -> {
                    assertThat(auditLog.append(tx, List.of(success()))).isEqualTo(1);
                    throw new IllegalStateException("the change failed");
                }))
                .hasMessage("the change failed");

        assertThat(CoreFixture.value(Integer.class, "select count(*) from audit_log where resource_id = ?", resource))
                .isZero();
    }

    @Test
    @Tag("S3")
    void anEntryCannotBeWrittenForAnotherTenant() {
        OrganizationId other = CoreFixture.organization();

        assertThatThrownBy(() -> core.inTransaction(other, tx -> auditLog.append(tx, List.of(success()))))
                .rootCause()
                .hasMessageContaining("row-level security");
    }

    private CoreAuditEntry success() {
        return CoreAuditEntry.success(
                actor, Category.CERTIFICATE, "certificate", resource, "a.example", "update", "{\"notes\":\"x\"}");
    }

    private CoreAuditEntry failure() {
        return CoreAuditEntry.failure(actor, Category.CERTIFICATE, "certificate", resource, "update", "not allowed");
    }

    private String column(String column, String result) {
        return CoreFixture.value(
                String.class,
                "select " + column + " from audit_log where resource_id = ? and action_result = ?",
                resource,
                result);
    }
}
