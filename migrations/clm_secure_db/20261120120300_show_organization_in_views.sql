-- CREATE OR REPLACE may only append columns, so organization_id stands last.

CREATE OR REPLACE VIEW active_certificates AS
SELECT id, certificate_id, common_name, certificate_type, serial_number, thumbprint_sha256, issuer_dn, subject_dn,
    subject_alternative_names, signature_algorithm, not_before, not_after, status, owner_user_id, policy_id,
    workflow_id, created_by_user_id, created_at, updated_at, organization_id
FROM certificates
WHERE deleted_at IS NULL AND status IN ('active', 'expiring');

CREATE OR REPLACE VIEW expiring_certificates AS
SELECT id, certificate_id, common_name, certificate_type, serial_number, issuer_dn, subject_dn, not_before, not_after,
    status, owner_user_id, policy_id, workflow_id,
    floor(extract(epoch FROM not_after - now()) / 86400)::int AS days_until_expiry, organization_id
FROM certificates
WHERE deleted_at IS NULL AND status = 'active' AND not_after > now() AND not_after <= now() + interval '30 days';
