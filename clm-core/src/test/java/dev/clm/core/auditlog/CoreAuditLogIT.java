package dev.clm.core.auditlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.audit.AuditEntry.Documents;
import dev.clm.common.audit.AuditEntry.Resource;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.CoreFixture;
import dev.clm.core.CoreTestDatabase;
import dev.clm.core.database.CoreDatabase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
        core.useTransaction(tenant, tx -> auditLog.append(tx, List.of(success(), failure())));

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
                    auditLog.append(tx, success());
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

        assertThatThrownBy(() -> core.useTransaction(other, tx -> auditLog.append(tx, success())))
                .rootCause()
                .hasMessageContaining("row-level security");
    }

    @Test
    @Tag("A3")
    void theCanonicalFormIsOfAllThatIsStored() {
        AuditEntry entry = success();
        core.useTransaction(tenant, tx -> auditLog.append(tx, entry));

        byte[] form = core.inTransaction(tenant, tx -> auditLog.canonicalForm(tx, entry.id()))
                .orElseThrow();

        String time =
                column("to_char(event_timestamp at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')", "success");
        assertThat(new String(form, StandardCharsets.UTF_8))
                .isEqualTo("""
                \u0001{"action":"update","action_result":"success","changes_after":{"n":1.50,"notes":"x"},\
                "changes_before":{"notes":"w"},"event_category":"certificate","event_id":"%1$s","event_timestamp":"%2$s",\
                "event_type":"certificate.update","id":"%1$s","ip_address":"2001:db8::1","log":"audit_log",\
                "organization_id":"%3$s","request_id":"req-1","resource_id":"%4$s","resource_name":"a.example",\
                "resource_type":"certificate","severity":"info","user_agent":"curl","user_id":"%5$s","username":"jane"}""".formatted(entry.id(), time, tenant, resource, user));
    }

    private AuditEntry success() {
        return AuditEntry.success(
                actor,
                AuditCategory.CERTIFICATE,
                new Resource("certificate", resource, "a.example"),
                "update",
                new Documents(Map.of("notes", "w"), Map.of("notes", "x", "n", new BigDecimal("1.50"))));
    }

    private AuditEntry failure() {
        return AuditEntry.failure(actor, AuditCategory.CERTIFICATE, "certificate", resource, "update", "not allowed");
    }

    private String column(String column, String result) {
        return CoreFixture.value(
                String.class,
                "select " + column + " from audit_log where resource_id = ? and action_result = ?",
                resource,
                result);
    }
}
