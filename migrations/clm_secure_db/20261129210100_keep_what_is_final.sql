-- What leads nowhere back: a revocation is final (rule R1; a hold is none yet), the status of a certificate goes the way of
-- CertificateStatus, what was not to be exported stays so, numbers that were given go up, records and receipts are kept.
-- Whoever writes. Each condition stands in its trigger, so that a change that is allowed calls no function.

DROP TRIGGER IF EXISTS trg_certificates_status ON certificates;
CREATE TRIGGER trg_certificates_status BEFORE UPDATE OF status ON certificates
    FOR EACH ROW WHEN (NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
        ('pending', 'active'), ('pending', 'revoked'), ('pending', 'suspended'),
        ('active', 'expiring'), ('active', 'expired'), ('active', 'revoked'), ('active', 'suspended'),
        ('expiring', 'expired'), ('expiring', 'revoked'), ('expiring', 'suspended'),
        ('expired', 'revoked'), ('expired', 'suspended'),
        ('suspended', 'active'), ('suspended', 'expiring'), ('suspended', 'expired'), ('suspended', 'revoked')))
    EXECUTE FUNCTION public.refuse_change('does not take this status from the one it has');

DROP TRIGGER IF EXISTS trg_certificates_revocation ON certificates;
CREATE TRIGGER trg_certificates_revocation BEFORE UPDATE OF revoked_at, revocation_reason ON certificates
    FOR EACH ROW WHEN (OLD.status = 'revoked' AND (NEW.revoked_at IS DISTINCT FROM OLD.revoked_at
        OR (NEW.revocation_reason IS DISTINCT FROM OLD.revocation_reason
            AND NEW.revocation_reason IS DISTINCT FROM 'key_compromise')))
    EXECUTE FUNCTION public.refuse_change('stays revoked; its reason can only be raised to key_compromise');

-- Before trg_certificate_revocations_enlist, which numbers what was raised. What a list says of a revocation is written once;
-- those from before lists were read from them alone (issuer_authority_id IS NULL) are described later.
DROP TRIGGER IF EXISTS trg_certificate_revocations_as_written ON certificate_revocations;
CREATE TRIGGER trg_certificate_revocations_as_written BEFORE UPDATE ON certificate_revocations
    FOR EACH ROW WHEN ((NEW.id, NEW.organization_id, NEW.certificate_id, NEW.revocation_date, NEW.invalidity_date,
            NEW.revoked_by_user_id, NEW.created_at, NEW.change_number) IS DISTINCT FROM (OLD.id, OLD.organization_id,
            OLD.certificate_id, OLD.revocation_date, OLD.invalidity_date, OLD.revoked_by_user_id, OLD.created_at,
            OLD.change_number)
        OR (NEW.revocation_reason <> OLD.revocation_reason
            AND (NEW.revocation_reason <> 'key_compromise' OR OLD.revocation_reason = 'remove_from_crl'))
        OR (OLD.issuer_authority_id IS NOT NULL AND (NEW.issuer_authority_id, NEW.serial_number, NEW.crl_shard,
            NEW.listed_until, NEW.is_code_signing) IS DISTINCT FROM (OLD.issuer_authority_id, OLD.serial_number,
            OLD.crl_shard, OLD.listed_until, OLD.is_code_signing))
        OR (OLD.issuer_authority_id IS NOT NULL AND NEW.is_current <> OLD.is_current
            AND pg_catalog.pg_trigger_depth() = 0)
        OR (OLD.crl_entry_added AND NOT NEW.crl_entry_added)
        OR (NEW.crl_entry_added AND NEW.crl_sequence_number IS NULL)
        OR (OLD.crl_entry_added AND NEW.crl_sequence_number IS DISTINCT FROM OLD.crl_sequence_number))
    EXECUTE FUNCTION public.refuse_change('stays as it was written; its reason can only be raised to key_compromise');

DROP TRIGGER IF EXISTS trg_private_keys_exportable ON private_keys;
CREATE TRIGGER trg_private_keys_exportable BEFORE UPDATE OF is_exportable ON private_keys
    FOR EACH ROW WHEN (NEW.is_exportable AND NOT OLD.is_exportable)
    EXECUTE FUNCTION public.refuse_change('does not become exportable');

DROP TRIGGER IF EXISTS trg_encryption_keys_usage ON encryption_keys;
CREATE TRIGGER trg_encryption_keys_usage BEFORE UPDATE OF usage_count ON encryption_keys
    FOR EACH ROW WHEN (NEW.usage_count < OLD.usage_count)
    EXECUTE FUNCTION public.refuse_change('has encrypted what was counted');

DROP TRIGGER IF EXISTS trg_certificate_authorities_numbers ON certificate_authorities;
CREATE TRIGGER trg_certificate_authorities_numbers BEFORE UPDATE OF last_crl_number ON certificate_authorities
    FOR EACH ROW WHEN (NEW.last_crl_number < OLD.last_crl_number)
    EXECUTE FUNCTION public.refuse_change('gives no number of a list twice');

DROP TRIGGER IF EXISTS trg_crl_publications_numbers ON crl_publications;
CREATE TRIGGER trg_crl_publications_numbers BEFORE UPDATE OF change_number, crl_number ON crl_publications
    FOR EACH ROW WHEN (NEW.change_number < OLD.change_number OR NEW.crl_number < OLD.crl_number)
    EXECUTE FUNCTION public.refuse_change('counts on');

DROP TRIGGER IF EXISTS trg_key_rotation_history_ended ON key_rotation_history;
CREATE TRIGGER trg_key_rotation_history_ended BEFORE UPDATE ON key_rotation_history
    FOR EACH ROW WHEN (OLD.rotation_status IN ('completed', 'rolled_back') AND NEW.* IS DISTINCT FROM OLD.*)
    EXECUTE FUNCTION public.refuse_change('has ended for good');

DROP TRIGGER IF EXISTS trg_key_rotations_record ON key_rotations;
CREATE TRIGGER trg_key_rotations_record BEFORE UPDATE OF record, record_signer_id, record_certificate_id ON key_rotations
    FOR EACH ROW WHEN (OLD.record IS NOT NULL AND (NEW.record, NEW.record_signer_id, NEW.record_certificate_id)
        IS DISTINCT FROM (OLD.record, OLD.record_signer_id, OLD.record_certificate_id))
    EXECUTE FUNCTION public.refuse_change('keeps its signed record');

DROP TRIGGER IF EXISTS trg_key_destructions_ended ON key_destructions;
CREATE TRIGGER trg_key_destructions_ended BEFORE UPDATE ON key_destructions
    FOR EACH ROW WHEN (OLD.state IN ('cancelled', 'destroyed') AND NEW.* IS DISTINCT FROM OLD.*)
    EXECUTE FUNCTION public.refuse_change('has ended, and its receipt is kept');
