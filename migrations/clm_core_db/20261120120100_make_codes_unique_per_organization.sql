-- A global UNIQUE would tell one tenant which codes another uses. The platform's own rows are one more set.

ALTER TABLE policies DROP CONSTRAINT IF EXISTS uq_policies_organization_id_policy_code;
ALTER TABLE policies ADD CONSTRAINT uq_policies_organization_id_policy_code UNIQUE (organization_id, policy_code);
CREATE UNIQUE INDEX IF NOT EXISTS uq_policies_platform_policy_code ON policies (policy_code)
    WHERE organization_id IS NULL;
ALTER TABLE policies DROP CONSTRAINT IF EXISTS uq_policies_policy_code;

ALTER TABLE workflows DROP CONSTRAINT IF EXISTS uq_workflows_organization_id_workflow_code;
ALTER TABLE workflows ADD CONSTRAINT uq_workflows_organization_id_workflow_code
    UNIQUE (organization_id, workflow_code);
CREATE UNIQUE INDEX IF NOT EXISTS uq_workflows_platform_workflow_code ON workflows (workflow_code)
    WHERE organization_id IS NULL;
ALTER TABLE workflows DROP CONSTRAINT IF EXISTS uq_workflows_workflow_code;
