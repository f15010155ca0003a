package dev.clm.core;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.core.inventory.metadata.CertificateIdentifiers;
import dev.clm.core.inventory.metadata.NewCertificateMetadata;
import dev.clm.core.inventory.metadata.SearchableName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Rows that tests need to be there, in organizations of their own. */
public final class CoreFixture {
    public static final Instant NOT_BEFORE = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant NOT_AFTER = Instant.parse("2027-01-01T00:00:00Z");

    private CoreFixture() {}

    /** A name that no other test has. */
    public static String unique(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 13);
    }

    public static OrganizationId organization() {
        return organization(unique("org"));
    }

    public static OrganizationId organization(String code) {
        UUID id = Identifiers.next();
        execute("insert into organizations (id, org_code, org_name) values (?, ?, ?)", id, code, code);
        return OrganizationId.of(id);
    }

    /** An active user with access to the API who belongs to nobody yet. */
    public static UUID user() {
        UUID id = Identifiers.next();
        String name = unique("user");
        execute(
                "insert into users (id, username, email, password_hash, password_salt, api_access_enabled)"
                        + " values (?, ?, ?, '!', '!', true)",
                id,
                name,
                name + "@clm.invalid");
        return id;
    }

    public static UUID memberOf(OrganizationId organization) {
        UUID user = user();
        join(user, organization, true);
        return user;
    }

    public static void join(UUID user, OrganizationId organization, boolean primary) {
        execute(
                "insert into user_organizations (user_id, organization_id, is_primary) values (?, ?, ?)",
                user,
                organization.value(),
                primary);
    }

    /** A role of its own, with the given permissions and perhaps a parent. */
    public static UUID role(String code, String permissions, UUID parent) {
        UUID id = Identifiers.next();
        execute(
                "insert into roles (id, role_code, role_name, permissions, parent_role_id)"
                        + " values (?, ?, ?, ?::jsonb, ?::uuid)",
                id,
                code,
                code,
                permissions,
                parent);
        return id;
    }

    public static void assign(UUID user, UUID role) {
        execute("insert into user_roles (user_id, role_id) values (?, ?)", user, role);
    }

    /** An active policy; `organization` is null for one of the platform. */
    public static UUID policy(String code, OrganizationId organization, String rules) {
        UUID id = Identifiers.next();
        execute(
                "insert into policies (id, policy_code, policy_name, policy_type, policy_rules, organization_id, status,"
                        + " created_by_user_id) values (?, ?, ?, 'certificate', ?::jsonb, ?::uuid, 'active',"
                        + " '00000000-0000-7000-8000-000000000001')",
                id,
                code,
                code,
                rules,
                organization == null ? null : organization.value());
        return id;
    }

    public static UUID workflow(String code, OrganizationId organization) {
        UUID id = Identifiers.next();
        execute(
                "insert into workflows (id, workflow_code, workflow_name, workflow_type, workflow_definition,"
                        + " organization_id, status, created_by_user_id) values (?, ?, ?, 'certificate_request',"
                        + " '{\"steps\":[]}', ?::uuid, 'active', '00000000-0000-7000-8000-000000000001')",
                id,
                code,
                code,
                organization == null ? null : organization.value());
        return id;
    }

    public static NewCertificateMetadata metadata(OrganizationId organization, UUID owner, String commonName) {
        return new NewCertificateMetadata(
                Identifiers.next(),
                organization,
                commonName,
                "server",
                CertificateStatus.ACTIVE,
                NOT_BEFORE,
                NOT_AFTER,
                owner,
                List.of(new SearchableName("DNS", commonName)),
                "0a1b2c",
                "CN=" + commonName,
                "ECDSA",
                CertificateIdentifiers.UNKNOWN,
                CertificateAnnotations.NONE,
                0);
    }

    /** As the service role, past row-level security. */
    public static int execute(String sql, Object... values) {
        return CoreTestDatabase.database()
                .inServiceRole("prepare a test", tx -> tx.dsl().execute(sql, values));
    }

    public static <T> T value(Class<T> type, String sql, Object... values) {
        return CoreTestDatabase.database()
                .inServiceRole(
                        "look at a test's result",
                        tx -> tx.dsl().resultQuery(sql, values).fetchOne(0, type));
    }
}
