-- A foreign key looks up all rows, so an index of live rows does not serve it (requirement S1).

CREATE INDEX IF NOT EXISTS idx_users_created_by_user_id ON users (created_by_user_id);
CREATE INDEX IF NOT EXISTS idx_roles_created_by_user_id ON roles (created_by_user_id);
CREATE INDEX IF NOT EXISTS idx_user_roles_role_id_all ON user_roles (role_id);
CREATE INDEX IF NOT EXISTS idx_user_roles_assigned_by_user_id ON user_roles (assigned_by_user_id);
CREATE INDEX IF NOT EXISTS idx_user_roles_revoked_by_user_id ON user_roles (revoked_by_user_id)
    WHERE revoked_by_user_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_organizations_primary_contact_user_id ON organizations (primary_contact_user_id);
CREATE INDEX IF NOT EXISTS idx_organizations_created_by_user_id ON organizations (created_by_user_id);
CREATE INDEX IF NOT EXISTS idx_user_organizations_organization_id_all ON user_organizations (organization_id);
CREATE INDEX IF NOT EXISTS idx_policies_created_by_user_id ON policies (created_by_user_id);
CREATE INDEX IF NOT EXISTS idx_policies_approved_by_user_id ON policies (approved_by_user_id)
    WHERE approved_by_user_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_workflows_created_by_user_id ON workflows (created_by_user_id);
CREATE INDEX IF NOT EXISTS idx_workflow_steps_assigned_to_user_id_all ON workflow_steps (assigned_to_user_id)
    WHERE assigned_to_user_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_workflow_steps_assigned_to_role_id_all ON workflow_steps (assigned_to_role_id)
    WHERE assigned_to_role_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_workflow_steps_executed_by_user_id ON workflow_steps (executed_by_user_id)
    WHERE executed_by_user_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_notifications_user_id_created_at ON notifications (user_id, created_at DESC);
CREATE INDEX IF NOT EXISTS idx_api_keys_user_id_all ON api_keys (user_id);
CREATE INDEX IF NOT EXISTS idx_api_keys_revoked_by_user_id ON api_keys (revoked_by_user_id)
    WHERE revoked_by_user_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_sessions_user_id_all ON sessions (user_id);
CREATE INDEX IF NOT EXISTS idx_certificate_metadata_owner_user_id_all ON certificate_metadata (owner_user_id);
