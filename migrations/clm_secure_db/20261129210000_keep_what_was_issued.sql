-- What a row was issued, made or asked for with never changes (requirement I6), whoever writes, the superuser included. Only an
-- UPDATE that names one of these columns comes here at all. A later migration that has to change one drops the trigger and
-- makes it again; by hand: SET session_replication_role = replica.

CREATE OR REPLACE FUNCTION public.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% %: it %', TG_TABLE_NAME, OLD.id, TG_ARGV[0] USING ERRCODE = 'object_not_in_prerequisite_state';
END $$;

REVOKE ALL ON FUNCTION public.refuse_change() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_certificates_issued ON certificates;
CREATE TRIGGER trg_certificates_issued
    BEFORE UPDATE OF id, organization_id, certificate_id, common_name, certificate_type, pem_encoded_cert,
    der_encoded_cert, certificate_chain, serial_number, thumbprint_sha256, thumbprint_sha1, subject_key_identifier,
    authority_key_identifier, issuer_dn, subject_dn, subject_alternative_names, key_algorithm, key_size,
    signature_algorithm, not_before, not_after, public_key_sha256, issuer_authority_id, crl_shard,
    created_by_user_id, created_at ON certificates
    FOR EACH ROW WHEN ((OLD.id, OLD.organization_id, OLD.certificate_id, OLD.common_name, OLD.certificate_type,
        OLD.pem_encoded_cert, OLD.der_encoded_cert, OLD.certificate_chain, OLD.serial_number, OLD.thumbprint_sha256,
        OLD.thumbprint_sha1, OLD.subject_key_identifier, OLD.authority_key_identifier, OLD.issuer_dn,
        OLD.subject_dn, OLD.subject_alternative_names, OLD.key_algorithm, OLD.key_size, OLD.signature_algorithm,
        OLD.not_before, OLD.not_after, OLD.public_key_sha256, OLD.issuer_authority_id, OLD.crl_shard,
        OLD.created_by_user_id, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.organization_id, NEW.certificate_id, NEW.common_name, NEW.certificate_type,
        NEW.pem_encoded_cert, NEW.der_encoded_cert, NEW.certificate_chain, NEW.serial_number, NEW.thumbprint_sha256,
        NEW.thumbprint_sha1, NEW.subject_key_identifier, NEW.authority_key_identifier, NEW.issuer_dn,
        NEW.subject_dn, NEW.subject_alternative_names, NEW.key_algorithm, NEW.key_size, NEW.signature_algorithm,
        NEW.not_before, NEW.not_after, NEW.public_key_sha256, NEW.issuer_authority_id, NEW.crl_shard,
        NEW.created_by_user_id, NEW.created_at))
    EXECUTE FUNCTION public.refuse_change('keeps what it was issued with');

DROP TRIGGER IF EXISTS trg_private_keys_issued ON private_keys;
CREATE TRIGGER trg_private_keys_issued
    BEFORE UPDATE OF id, organization_id, certificate_id, key_algorithm, key_size, curve_name, key_format,
    is_hsm_backed, hsm_key_id, hsm_slot_id, created_by_user_id, created_at ON private_keys
    FOR EACH ROW WHEN ((OLD.id, OLD.organization_id, OLD.certificate_id, OLD.key_algorithm, OLD.key_size, OLD.curve_name,
        OLD.key_format, OLD.is_hsm_backed, OLD.hsm_key_id, OLD.hsm_slot_id, OLD.created_by_user_id, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.organization_id, NEW.certificate_id, NEW.key_algorithm, NEW.key_size, NEW.curve_name,
        NEW.key_format, NEW.is_hsm_backed, NEW.hsm_key_id, NEW.hsm_slot_id, NEW.created_by_user_id, NEW.created_at))
    EXECUTE FUNCTION public.refuse_change('keeps what it was made with');

DROP TRIGGER IF EXISTS trg_certificate_requests_asked ON certificate_requests;
CREATE TRIGGER trg_certificate_requests_asked
    BEFORE UPDATE OF id, organization_id, request_id, pem_encoded_csr, der_encoded_csr, common_name, subject_dn,
    subject_alternative_names, key_algorithm, key_size, requested_validity_days, certificate_type,
    requester_user_id, requested_at, created_at ON certificate_requests
    FOR EACH ROW WHEN ((OLD.id, OLD.organization_id, OLD.request_id, OLD.pem_encoded_csr, OLD.der_encoded_csr, OLD.common_name,
        OLD.subject_dn, OLD.subject_alternative_names, OLD.key_algorithm, OLD.key_size, OLD.requested_validity_days,
        OLD.certificate_type, OLD.requester_user_id, OLD.requested_at, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.organization_id, NEW.request_id, NEW.pem_encoded_csr, NEW.der_encoded_csr, NEW.common_name,
        NEW.subject_dn, NEW.subject_alternative_names, NEW.key_algorithm, NEW.key_size, NEW.requested_validity_days,
        NEW.certificate_type, NEW.requester_user_id, NEW.requested_at, NEW.created_at))
    EXECUTE FUNCTION public.refuse_change('keeps what was asked for');

DROP TRIGGER IF EXISTS trg_certificate_authorities_issued ON certificate_authorities;
CREATE TRIGGER trg_certificate_authorities_issued
    BEFORE UPDATE OF id, organization_id, name, certificate_id, issuer_certificate_id, path_length,
    name_constraints, created_by_user_id, created_at ON certificate_authorities
    FOR EACH ROW WHEN ((OLD.id, OLD.organization_id, OLD.name, OLD.certificate_id, OLD.issuer_certificate_id, OLD.path_length,
        OLD.name_constraints, OLD.created_by_user_id, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.organization_id, NEW.name, NEW.certificate_id, NEW.issuer_certificate_id, NEW.path_length,
        NEW.name_constraints, NEW.created_by_user_id, NEW.created_at))
    EXECUTE FUNCTION public.refuse_change('keeps what it was made with');

DROP TRIGGER IF EXISTS trg_encryption_keys_made ON encryption_keys;
CREATE TRIGGER trg_encryption_keys_made
    BEFORE UPDATE OF id, organization_id, key_id, key_type, algorithm, key_wrap_algorithm, key_version,
    created_by_user_id, created_at ON encryption_keys
    FOR EACH ROW WHEN ((OLD.id, OLD.organization_id, OLD.key_id, OLD.key_type, OLD.algorithm, OLD.key_wrap_algorithm,
        OLD.key_version, OLD.created_by_user_id, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.organization_id, NEW.key_id, NEW.key_type, NEW.algorithm, NEW.key_wrap_algorithm,
        NEW.key_version, NEW.created_by_user_id, NEW.created_at))
    EXECUTE FUNCTION public.refuse_change('keeps what it was made with');

DROP TRIGGER IF EXISTS trg_key_rotation_history_kept ON key_rotation_history;
CREATE TRIGGER trg_key_rotation_history_kept
    BEFORE UPDATE OF id, organization_id, old_key_id, new_key_id, rotation_reason, rotation_started_at,
    initiated_by_user_id, created_at ON key_rotation_history
    FOR EACH ROW WHEN ((OLD.id, OLD.organization_id, OLD.old_key_id, OLD.new_key_id, OLD.rotation_reason, OLD.rotation_started_at,
        OLD.initiated_by_user_id, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.organization_id, NEW.old_key_id, NEW.new_key_id, NEW.rotation_reason, NEW.rotation_started_at,
        NEW.initiated_by_user_id, NEW.created_at))
    EXECUTE FUNCTION public.refuse_change('keeps what it was begun with');

DROP TRIGGER IF EXISTS trg_key_rotations_kept ON key_rotations;
CREATE TRIGGER trg_key_rotations_kept
    BEFORE UPDATE OF id, organization_id, made_new_key, purpose, verify_percent, moves_recorded, created_at ON
    key_rotations
    FOR EACH ROW WHEN ((OLD.id, OLD.organization_id, OLD.made_new_key, OLD.purpose, OLD.verify_percent, OLD.moves_recorded,
        OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.organization_id, NEW.made_new_key, NEW.purpose, NEW.verify_percent, NEW.moves_recorded,
        NEW.created_at))
    EXECUTE FUNCTION public.refuse_change('keeps what it was begun with');

DROP TRIGGER IF EXISTS trg_key_destructions_asked ON key_destructions;
CREATE TRIGGER trg_key_destructions_asked
    BEFORE UPDATE OF id, organization_id, encryption_key_id, shred, stops_organization, reason, requested_by_user_id
    ON key_destructions
    FOR EACH ROW WHEN ((OLD.id, OLD.organization_id, OLD.encryption_key_id, OLD.shred, OLD.stops_organization, OLD.reason,
        OLD.requested_by_user_id)
        IS DISTINCT FROM (NEW.id, NEW.organization_id, NEW.encryption_key_id, NEW.shred, NEW.stops_organization, NEW.reason,
        NEW.requested_by_user_id))
    EXECUTE FUNCTION public.refuse_change('keeps what was asked for');

DROP TRIGGER IF EXISTS trg_crl_publications_of_one_list ON crl_publications;
CREATE TRIGGER trg_crl_publications_of_one_list
    BEFORE UPDATE OF id, organization_id, authority_id, shard ON crl_publications
    FOR EACH ROW WHEN ((OLD.id, OLD.organization_id, OLD.authority_id, OLD.shard)
        IS DISTINCT FROM (NEW.id, NEW.organization_id, NEW.authority_id, NEW.shard))
    EXECUTE FUNCTION public.refuse_change('stays with its list');

DROP TRIGGER IF EXISTS trg_outbox_told ON outbox;
CREATE TRIGGER trg_outbox_told
    BEFORE UPDATE OF id, sequence, organization_id, aggregate_id, event_type, payload, created_at ON outbox
    FOR EACH ROW WHEN ((OLD.id, OLD.sequence, OLD.organization_id, OLD.aggregate_id, OLD.event_type, OLD.payload, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.sequence, NEW.organization_id, NEW.aggregate_id, NEW.event_type, NEW.payload, NEW.created_at))
    EXECUTE FUNCTION public.refuse_change('keeps what it tells');

DROP TRIGGER IF EXISTS trg_idempotency_keys_answered ON idempotency_keys;
CREATE TRIGGER trg_idempotency_keys_answered
    BEFORE UPDATE OF id, organization_id, user_id, idempotency_key, operation, request_fingerprint, response_status,
    response_location, response_body, created_at ON idempotency_keys
    FOR EACH ROW WHEN ((OLD.id, OLD.organization_id, OLD.user_id, OLD.idempotency_key, OLD.operation, OLD.request_fingerprint,
        OLD.response_status, OLD.response_location, OLD.response_body, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.organization_id, NEW.user_id, NEW.idempotency_key, NEW.operation, NEW.request_fingerprint,
        NEW.response_status, NEW.response_location, NEW.response_body, NEW.created_at))
    EXECUTE FUNCTION public.refuse_change('keeps its answer');
