-- A certificate whose status has become expiring is as active as before, and is what this view is asked for.

CREATE OR REPLACE VIEW expiring_certificates AS
SELECT id, certificate_id, common_name, certificate_type, serial_number, issuer_dn, subject_dn, not_before, not_after,
    status, owner_user_id, policy_id, workflow_id,
    floor(extract(epoch FROM not_after - now()) / 86400)::int AS days_until_expiry, organization_id
FROM certificates
WHERE deleted_at IS NULL AND status IN ('active', 'expiring') AND not_after > now()
    AND not_after <= now() + interval '30 days';
