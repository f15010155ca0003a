-- What a tenant asks for starts with its organization_id. The one over deleted_at lists what can be restored.

CREATE INDEX IF NOT EXISTS idx_policies_organization_id_status ON policies (organization_id, status)
    WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_workflows_organization_id_status ON workflows (organization_id, status)
    WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_workflow_instances_organization_id_status
    ON workflow_instances (organization_id, status);
CREATE INDEX IF NOT EXISTS idx_workflow_steps_organization_id_status ON workflow_steps (organization_id, status);
CREATE INDEX IF NOT EXISTS idx_notifications_organization_id_created_at
    ON notifications (organization_id, created_at DESC);
CREATE INDEX IF NOT EXISTS idx_audit_log_organization_id_event_timestamp
    ON audit_log (organization_id, event_timestamp DESC);
CREATE INDEX IF NOT EXISTS idx_api_keys_organization_id_user_id ON api_keys (organization_id, user_id);
CREATE INDEX IF NOT EXISTS idx_certificate_metadata_organization_id_deleted_at
    ON certificate_metadata (organization_id, deleted_at);
