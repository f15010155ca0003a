INSERT INTO encryption_keys (id, key_id, key_type, algorithm, key_status, encrypted_key_material, key_wrap_algorithm,
    created_by_user_id, organization_id)
VALUES ('{id:key}', 'key {organization}', 'data', 'AES-256-GCM', 'active', '\x00', 'AES-256-GCM', '{system}', '{organization}'),
    ('{id:retired}', 'retired {organization}', 'data', 'AES-256-GCM', 'retired', '\x00', 'AES-256-GCM', '{system}',
    '{organization}');

INSERT INTO certificates (id, certificate_id, common_name, certificate_type, pem_encoded_cert, der_encoded_cert,
    serial_number, thumbprint_sha256, issuer_dn, subject_dn, key_algorithm, signature_algorithm, not_before, not_after,
    owner_user_id, created_by_user_id, organization_id, public_key_sha256)
VALUES ('{id:certificate}', 'certificate {organization}', 'a.example', 'server', 'pem', '\x00', '0a', repeat('1', 64),
    'CN=issuer', 'CN=a.example', 'ECDSA', 'SHA256withECDSA', now(), now() + interval '90 days', '{system}', '{system}',
    '{organization}', '{digest}');

INSERT INTO private_keys (id, certificate_id, encrypted_key_material, encryption_key_id, encryption_iv, key_algorithm,
    created_by_user_id, organization_id)
VALUES ('{id:private}', '{id:certificate}', '\x00', '{id:key}', '\x00', 'ECDSA', '{system}', '{organization}');

INSERT INTO certificate_requests (id, request_id, pem_encoded_csr, der_encoded_csr, common_name, subject_dn,
    key_algorithm, requested_validity_days, certificate_type, requester_user_id, organization_id)
VALUES ('{id:request}', 'request {organization}', 'pem', '\x00', 'a.example', 'CN=a.example', 'ECDSA', 90, 'server',
    '{system}', '{organization}');

INSERT INTO certificate_revocations (id, certificate_id, revocation_reason, revoked_by_user_id, organization_id)
VALUES ('{id:revocation}', '{id:certificate}', 'superseded', '{system}', '{organization}');

INSERT INTO key_rotation_history (id, old_key_id, new_key_id, rotation_type, rotation_started_at, initiated_by_user_id,
    organization_id)
VALUES ('{id:rotation}', '{id:key}', '{id:key}', 'manual', now(), '{system}', '{organization}');

INSERT INTO secure_audit_log (id, event_id, event_type, event_category, severity, resource_type, resource_id, action,
    user_id, result, organization_id)
VALUES ('{id:entry}', 'entry {organization}', 'issued', 'cert_access', 'info', 'certificate', '{id:certificate}',
    'create', '{system}', 'success', '{organization}');

INSERT INTO certificate_authorities (id, organization_id, name, certificate_id, created_by_user_id)
VALUES ('{id:authority}', '{organization}', 'ca-{organization}', '{id:certificate}', '{system}');

INSERT INTO certificate_revocation_lists (id, organization_id, authority_id, crl_number, this_update, next_update,
    der_encoded_crl)
VALUES ('{id:list}', '{organization}', '{id:authority}', 1, now(), now() + interval '1 day', '\x00');

INSERT INTO outbox (id, organization_id, aggregate_id, event_type, payload)
VALUES ('{id:event}', '{organization}', '{id:certificate}', 'certificate.issued', '{}');

INSERT INTO idempotency_keys (id, organization_id, user_id, idempotency_key, operation, request_fingerprint,
    response_status, response_body, expires_at)
VALUES ('{id:answer}', '{organization}', '{system}', 'first', 'POST /api/v1/certificates', repeat('0', 64), 201, '{}',
    now() + interval '1 day');

INSERT INTO key_rotations (id, organization_id)
VALUES ('{id:rotation}', '{organization}');

INSERT INTO quarantined_private_keys (id, organization_id, key_rotation_id, private_key_id, certificate_id)
VALUES ('{id:quarantined}', '{organization}', '{id:rotation}', '{id:private}', '{id:certificate}');

INSERT INTO key_rotation_certificates (id, organization_id, key_rotation_id, certificate_id)
VALUES ('{id:compromised}', '{organization}', '{id:rotation}', '{id:certificate}');

INSERT INTO applied_events (id, sequence, organization_id, aggregate_id, event_type, payload)
VALUES ('{id:incoming}', 1, '{organization}', '{id:policy}', 'policy.deleted', '{}');

INSERT INTO cascade_effects (id, organization_id, reference, row_id, target_id, event_id)
VALUES ('{id:effect}', '{organization}', 'CERTIFICATE_POLICY', '{id:certificate}', '{id:policy}', '{id:incoming}');

INSERT INTO key_destructions (id, organization_id, encryption_key_id, requested_by_user_id, due_at)
VALUES ('{id:destruction}', '{organization}', '{id:retired}', '{system}', now() + interval '7 days');

INSERT INTO private_key_uses (id, organization_id, private_key_id, used_on, uses)
VALUES ('{id:uses}', '{organization}', '{id:private}', current_date, 1);

INSERT INTO crl_publications (id, organization_id, authority_id, shard)
VALUES ('{id:publication}', '{organization}', '{id:authority}', 1);

INSERT INTO partial_revocation_lists (id, organization_id, authority_id, shard, crl_number, this_update, next_update,
    der_encoded_crl)
VALUES ('{id:partial}', '{organization}', '{id:authority}', 1, 2, now(), now() + interval '1 day', '\x00');
