package dev.clm.core.policy.workflow;

import dev.clm.common.tenant.OrganizationId;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A workflow that is not deleted.
 *
 * @param organizationId empty for a workflow of the platform, which every tenant may use
 * @param definition the workflow_definition document
 */
public record Workflow(
        UUID id,
        String code,
        Optional<OrganizationId> organizationId,
        String status,
        boolean requiresApproval,
        String definition) {

    /** A row of workflows as to_jsonb renders it. */
    public static Workflow ofRow(JsonNode row) {
        return new Workflow(
                UUID.fromString(row.path("id").asString()),
                row.path("workflow_code").asString(),
                row.path("organization_id")
                        .stringValueOpt()
                        .map(UUID::fromString)
                        .map(OrganizationId::of),
                row.path("status").asString(),
                row.path("requires_approval").asBoolean(),
                row.path("workflow_definition").toString());
    }

    public boolean isActive() {
        return status.equals("active");
    }
}
