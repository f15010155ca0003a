-- What a tenant asks for starts with its organization_id. The last one serves a foreign key.

CREATE INDEX IF NOT EXISTS idx_encryption_keys_organization_id_key_type_key_status
    ON encryption_keys (organization_id, key_type, key_status) INCLUDE (key_id, key_version) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificates_organization_id_status
    ON certificates (organization_id, status) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_private_keys_organization_id_encryption_key_id
    ON private_keys (organization_id, encryption_key_id);
CREATE INDEX IF NOT EXISTS idx_certificate_requests_organization_id_status
    ON certificate_requests (organization_id, status) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_revocations_organization_id_revocation_date
    ON certificate_revocations (organization_id, revocation_date);
CREATE INDEX IF NOT EXISTS idx_key_rotation_history_organization_id_rotation_started_at
    ON key_rotation_history (organization_id, rotation_started_at);
CREATE INDEX IF NOT EXISTS idx_secure_audit_log_organization_id_event_timestamp
    ON secure_audit_log (organization_id, event_timestamp DESC);

CREATE INDEX IF NOT EXISTS idx_certificates_encryption_key_id
    ON certificates (encryption_key_id) WHERE encryption_key_id IS NOT NULL;
