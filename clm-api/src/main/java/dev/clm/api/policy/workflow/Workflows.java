package dev.clm.api.policy.workflow;

import dev.clm.api.row.DeletionPreview.Consequence;
import dev.clm.api.row.ManagedResource;
import dev.clm.api.row.ResourceKind;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.error.ClmException;
import dev.clm.common.tenant.Actor;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.inventory.reference.DependentRepository;
import dev.clm.core.policy.workflow.WorkflowFields;
import dev.clm.core.policy.workflow.WorkflowRepository;
import dev.clm.core.row.Row;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/** Workflows of the acting organization. Each change counts up the version. */
@Service
public class Workflows extends ManagedResource {
    private static final ResourceKind KIND = new ResourceKind(
            "workflows",
            "workflow",
            "workflow_code",
            AuditCategory.WORKFLOW,
            WorkflowFields.ALL,
            WorkflowFields.STATUSES);

    private final DependentRepository dependents;

    public Workflows(WorkflowRepository workflows, DependentRepository dependents, ResourceTools tools) {
        super(KIND, workflows, tools);
        this.dependents = dependents;
    }

    @Override
    protected void prepareCreation(Actor actor, Map<String, Object> columns) {
        columns.put("organization_id", actor.organizationId().value());
    }

    @Override
    protected void checkChange(CoreTransaction tx, Actor actor, Row before, Map<String, Object> changes) {
        changes.put("version", (int) before.columns().get("version") + 1);
    }

    @Override
    protected List<Consequence> consequences(CoreTransaction tx, Row row) {
        long running = dependents.ofWorkflow(tx, row.id()).get("workflow_instances");
        return List.of(new Consequence("workflow_instances", running, "run to their end; no new one starts"));
    }

    @Override
    protected ClmException taken(CoreTransaction tx, Map<String, Object> columns) {
        return ClmException.invalid(
                "workflow_code", "already_exists", "a workflow, perhaps a deleted one, has this code already");
    }
}
