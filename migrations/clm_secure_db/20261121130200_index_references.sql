-- The sweep skips through each of these from one distinct reference to the next, so its cost follows the number of users and
-- organizations and not that of rows. Soft-deleted rows count: they can be restored.

CREATE INDEX IF NOT EXISTS idx_encryption_keys_organization_id_created_by_user_id
    ON encryption_keys (organization_id, created_by_user_id);
CREATE INDEX IF NOT EXISTS idx_certificates_organization_id_owner_user_id
    ON certificates (organization_id, owner_user_id);
CREATE INDEX IF NOT EXISTS idx_certificates_organization_id_created_by_user_id
    ON certificates (organization_id, created_by_user_id);
CREATE INDEX IF NOT EXISTS idx_certificates_organization_id_policy_id
    ON certificates (organization_id, policy_id) WHERE policy_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_certificates_organization_id_workflow_id
    ON certificates (organization_id, workflow_id) WHERE workflow_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_private_keys_organization_id_created_by_user_id
    ON private_keys (organization_id, created_by_user_id);
CREATE INDEX IF NOT EXISTS idx_certificate_requests_organization_id_requester_user_id
    ON certificate_requests (organization_id, requester_user_id);
CREATE INDEX IF NOT EXISTS idx_certificate_requests_organization_id_approver_user_id
    ON certificate_requests (organization_id, approver_user_id) WHERE approver_user_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_requests_organization_id_policy_id
    ON certificate_requests (organization_id, policy_id) WHERE policy_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_requests_organization_id_workflow_id
    ON certificate_requests (organization_id, workflow_id) WHERE workflow_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_revocations_organization_id_revoked_by_user_id
    ON certificate_revocations (organization_id, revoked_by_user_id);
CREATE INDEX IF NOT EXISTS idx_key_rotation_history_organization_id_initiated_by_user_id
    ON key_rotation_history (organization_id, initiated_by_user_id);
CREATE INDEX IF NOT EXISTS idx_secure_audit_log_organization_id_user_id
    ON secure_audit_log (organization_id, user_id);
CREATE INDEX IF NOT EXISTS idx_certificate_authorities_organization_id_created_by_user_id
    ON certificate_authorities (organization_id, created_by_user_id);
CREATE INDEX IF NOT EXISTS idx_outbox_organization_id ON outbox (organization_id);
