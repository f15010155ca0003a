package dev.clm.core.policy.workflow;

import static dev.clm.core.jooq.Tables.WORKFLOWS;

import dev.clm.core.row.CodedRowRepository;

/** Rows of workflows: the tenant's own, and the platform's, which it may read. */
public final class WorkflowRepository extends CodedRowRepository {
    public WorkflowRepository() {
        super(WORKFLOWS);
    }
}
