package dev.clm.secure.auditlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.database.SecureDatabase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S5")
class SecureAuditLogIT {
    private final SecureDatabase secure = SecureTestDatabase.database();
    private final SecureAuditLog auditLog = new SecureAuditLog();
    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
    private final Actor actor = new Actor(UUID.randomUUID(), "jane", tenant, Set.of(), "2001:db8::1", "curl", "req-1");

    @Test
    @Tag("A3")
    void theCanonicalFormIsOfAllThatIsStored() {
        AuditEntry entry = entry(AuditCategory.CSR);
        secure.useTransaction(tenant, tx -> auditLog.append(tx, entry));

        byte[] form = secure.inTransaction(tenant, tx -> auditLog.canonicalForm(tx, entry.id()))
                .orElseThrow();

        assertThat(new String(form, StandardCharsets.UTF_8))
                .startsWith(
                        "\u0001{\"action\":\"issued\",\"event_category\":\"csr\",\"event_data\":{\"a\":2,\"zz\":1},")
                .endsWith(",\"ip_address\":\"2001:db8::1\",\"log\":\"secure_audit_log\",\"organization_id\":\"" + tenant
                        + "\",\"resource_id\":\"" + entry.resource().id() + "\",\"resource_type\":\"certificate\","
                        + "\"result\":\"success\",\"severity\":\"info\",\"user_agent\":\"curl\",\"user_id\":\""
                        + actor.userId() + "\"}");
    }

    @Test
    void anEntryOfThePlatformIsOfNoOrganization() {
        AuditEntry entry = entry(AuditCategory.KEY_ROTATION).ownedBy(null);
        byte[] form = secure.inServiceRole("a test", tx -> {
                    auditLog.append(tx, entry);
                    return auditLog.canonicalForm(tx, entry.id());
                })
                .orElseThrow();

        assertThat(new String(form, StandardCharsets.UTF_8)).doesNotContain("organization_id");
    }

    @Test
    @Tag("S1")
    void aCategoryOfTheOtherDatabaseIsRefused() {
        assertThatThrownBy(() -> secure.useTransaction(tenant, tx -> auditLog.append(tx, entry(AuditCategory.POLICY))))
                .rootCause()
                .hasMessageContaining("event_category");
    }

    private AuditEntry entry(AuditCategory category) {
        return AuditEntry.success(actor, category, "certificate", UUID.randomUUID(), "issued", Map.of("zz", 1, "a", 2));
    }
}
