INSERT INTO organizations (id, org_name, org_code)
VALUES ('{organization}', 'Organization', '{organization}');

INSERT INTO user_organizations (id, user_id, organization_id)
VALUES ('{id:membership}', '{system}', '{organization}');

INSERT INTO policies (id, policy_name, policy_code, policy_type, policy_rules, organization_id, created_by_user_id)
VALUES ('{id:policy}', 'Policy', 'default', 'issuance', '{}', '{organization}', '{system}');

INSERT INTO workflows (id, workflow_name, workflow_code, workflow_type, workflow_definition, organization_id,
    created_by_user_id)
VALUES ('{id:workflow}', 'Two eyes', 'two-eyes', 'certificate_request', '{}', '{organization}', '{system}');

INSERT INTO workflow_instances (id, workflow_id, instance_code, workflow_type, initiated_by_user_id, organization_id)
VALUES ('{id:instance}', '{id:workflow}', 'instance {organization}', 'certificate_request', '{system}',
    '{organization}');

INSERT INTO workflow_steps (id, workflow_instance_id, step_number, step_name, step_type, organization_id)
VALUES ('{id:step}', '{id:instance}', 1, 'Approve', 'approval', '{organization}');

INSERT INTO notifications (id, notification_type, user_id, organization_id, title, message)
VALUES ('{id:notification}', 'approval', '{system}', '{organization}', 'Please approve', 'One waits');

INSERT INTO audit_log (id, event_id, event_type, event_category, severity, organization_id, action, action_result)
VALUES ('{id:entry}', 'entry {organization}', 'login', 'authentication', 'info', '{organization}', 'login', 'success');

INSERT INTO api_keys (id, key_name, key_hash, key_prefix, user_id, organization_id)
VALUES ('{id:apikey}', 'Key', 'hash {organization}', 'clm', '{system}', '{organization}');

INSERT INTO certificate_metadata (id, certificate_id, common_name, certificate_type, status, not_before, not_after,
    owner_user_id, organization_id)
VALUES ('{id:metadata}', '{id:certificate}', 'a.example', 'server', 'active', now(), now() + interval '90 days',
    '{system}', '{organization}');

INSERT INTO applied_events (id, sequence, organization_id, aggregate_id, event_type, payload)
VALUES ('{id:event}', 1, '{organization}', '{id:certificate}', 'certificate.issued', '{}');

INSERT INTO idempotency_keys (id, organization_id, user_id, idempotency_key, operation, request_fingerprint,
    response_status, response_body, expires_at)
VALUES ('{id:answer}', '{organization}', '{system}', 'key', 'POST /api/v1/policies', repeat('0', 64), 201, '{}',
    now() + interval '1 day');

INSERT INTO outbox (id, organization_id, aggregate_id, event_type, payload)
VALUES ('{id:outgoing}', '{organization}', '{id:policy}', 'policy.deleted', '{}');

INSERT INTO cascade_effects (id, organization_id, reference, row_id, target_id, event_id)
VALUES ('{id:effect}', '{organization}', 'WORKFLOW_INSTANCE_CERTIFICATE', '{id:instance}', '{id:certificate}', '{id:event}');
