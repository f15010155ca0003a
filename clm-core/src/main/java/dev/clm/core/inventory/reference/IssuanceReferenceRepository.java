package dev.clm.core.inventory.reference;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.database.PreparedQuery;
import dev.clm.common.field.Json;
import dev.clm.common.field.StorableText;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.policy.policy.Policy;
import dev.clm.core.policy.workflow.Workflow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Looks up everything that one request, or a bulk of them, refers to, in one statement (requirements X2, T5). */
public final class IssuanceReferenceRepository {
    private static final String[] COUNTED = CertificateStatus.codes(CertificateStatus::countsTowardsQuota);
    /*
     * The tenant is in the text as well as in row-level security: users are not tenant-owned, and the platform's rows are
     * readable by every tenant. Its own win over them by code (Found).
     */
    private static final String LOOKUP = """
            select 'organization' as kind, o.id, null as code, jsonb_build_object('status', o.status,
              'max_certificates', o.max_certificates, 'certificates', case when o.max_certificates is not null then
                (select count(*) from certificate_metadata m where m.organization_id = o.id and m.deleted_at is null
                  and m.status = any(?::text[]))
                else 0 end)::text as document
            from organizations o where o.id = ? and o.deleted_at is null
            union all
            select 'owner', u.id, null, null from users u join user_organizations m on m.user_id = u.id
            where u.id = any(?::uuid[]) and u.status = 'active' and u.deleted_at is null
              and m.organization_id = ? and m.left_at is null
            union all
            select 'policy', p.id, p.policy_code, to_jsonb(p)::text from policies p
            where (p.policy_code = any(?::text[]) or p.status = 'active') and p.deleted_at is null
              and (p.organization_id is null or p.organization_id = ?)
            union all
            select 'workflow', w.id, w.workflow_code, to_jsonb(w)::text from workflows w
            where w.workflow_code = any(?::text[]) and w.deleted_at is null
              and (w.organization_id is null or w.organization_id = ?)
            union all
            select 'now', null, null, to_jsonb(now())::text
            """;

    public IssuanceReferences find(
            CoreDatabase core,
            OrganizationId tenant,
            Collection<UUID> owners,
            Collection<String> policyCodes,
            Collection<String> workflowCodes) {
        UUID organization = tenant.value();
        return core.fetch(
                tenant,
                PreparedQuery.of(
                        LOOKUP,
                        IssuanceReferenceRepository::read,
                        COUNTED,
                        organization,
                        owners.toArray(UUID[]::new),
                        organization,
                        codes(policyCodes),
                        organization,
                        codes(workflowCodes),
                        organization));
    }

    private static IssuanceReferences read(ResultSet rows) throws SQLException {
        Found found = new Found();
        while (rows.next()) {
            found.add(rows.getString(1), rows.getObject(2, UUID.class), rows.getString(3), rows.getString(4));
        }
        return found.references();
    }

    /** A code that no column could hold is nobody's. */
    private static String[] codes(Collection<String> codes) {
        return codes.stream().filter(code -> StorableText.isName(code, 50)).toArray(String[]::new);
    }

    private static final class Found {
        private Optional<JsonNode> organization = Optional.empty();
        private Instant now;
        private final Set<UUID> owners = new HashSet<>();
        private final List<Policy> policies = new ArrayList<>();
        private final Map<String, Workflow> workflows = new HashMap<>();

        void add(String kind, UUID id, String code, String document) {
            switch (kind) {
                case "organization" -> organization = Json.read(document);
                case "now" ->
                    now = OffsetDateTime.parse(Json.read(document).orElseThrow().asString())
                            .toInstant();
                case "owner" -> owners.add(id);
                case "policy" -> policies.add(Policy.ofRow(Json.read(document).orElseThrow()));
                case "workflow" ->
                    workflows.merge(
                            code,
                            Workflow.ofRow(Json.read(document).orElseThrow()),
                            (a, b) -> a.organizationId().isPresent() ? a : b);
                default -> throw new IllegalStateException("unknown kind " + kind);
            }
        }

        IssuanceReferences references() {
            OptionalInt maximum = organization
                    .map(o -> o.path("max_certificates"))
                    .filter(JsonNode::isIntegralNumber)
                    .map(n -> OptionalInt.of(n.intValue()))
                    .orElse(OptionalInt.empty());
            return new IssuanceReferences(
                    organization.map(o -> o.path("status").asString()),
                    maximum,
                    organization.map(o -> o.path("certificates").asLong()).orElse(0L),
                    owners,
                    policies.stream().sorted(Policy.MOST_SPECIFIC_FIRST).toList(),
                    workflows,
                    now);
        }
    }
}
