-- A cascade finds the references of deleted certificates too, which the indexes of live rows leave out. Live rows, and so
-- issuance, pay nothing for these.

CREATE INDEX IF NOT EXISTS idx_certificates_owner_user_id_deleted ON certificates (owner_user_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_certificates_policy_id_deleted ON certificates (policy_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_certificates_workflow_id_deleted ON certificates (workflow_id)
    WHERE deleted_at IS NOT NULL;
