-- Baseline of clm_core_db: people, roles, tenants, policies, workflows, searchable metadata and the audit log.

CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
CREATE EXTENSION IF NOT EXISTS pgcrypto;

DO $$
DECLARE
    missing text;
BEGIN
    SELECT string_agg(required.name, ', ') INTO missing
    FROM unnest(ARRAY['uuid-ossp', 'pgcrypto']) AS required (name)
    WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = required.name);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'extension missing in database %: %', current_database(), missing
            USING HINT = 'Create it as a superuser (bootstrap does), then migrate again.';
    END IF;
END $$;

-- A trigger fires without EXECUTE, so nobody but the owner ever needs to call our functions.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE OR REPLACE FUNCTION public.set_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := pg_catalog.now();
    RETURN NEW;
END $$;

-- The one exception to be, DELETE by clm_maintenance of archived and sealed entries, arrives with archiving:
-- until entries can be archived none is, so everybody is refused.
CREATE OR REPLACE FUNCTION public.refuse_audit_log_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Only clm_maintenance may delete, and only entries that are archived and sealed.';
END $$;

REVOKE ALL ON FUNCTION public.set_updated_at(), public.refuse_audit_log_change() FROM PUBLIC;

CREATE TABLE IF NOT EXISTS users (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    username varchar(255) NOT NULL,
    email varchar(255) NOT NULL,
    password_hash varchar(255) NOT NULL,
    password_salt varchar(255) NOT NULL,
    password_changed_at timestamptz NOT NULL DEFAULT now(),
    must_change_password boolean NOT NULL DEFAULT false,
    first_name varchar(255),
    last_name varchar(255),
    display_name varchar(255),
    phone_number varchar(50),
    status varchar(50) NOT NULL DEFAULT 'active',
    email_verified boolean NOT NULL DEFAULT false,
    email_verified_at timestamptz,
    mfa_enabled boolean NOT NULL DEFAULT false,
    mfa_secret varchar(255),
    mfa_backup_codes text[],
    failed_login_attempts int NOT NULL DEFAULT 0,
    last_login_at timestamptz,
    last_login_ip inet,
    last_activity_at timestamptz,
    api_access_enabled boolean NOT NULL DEFAULT false,
    created_by_user_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT uq_users_username UNIQUE (username),
    CONSTRAINT uq_users_email UNIQUE (email),
    CONSTRAINT ck_users_email CHECK (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'),
    CONSTRAINT ck_users_status CHECK (status IN ('active', 'inactive', 'locked', 'suspended')),
    CONSTRAINT fk_users_created_by_user_id FOREIGN KEY (created_by_user_id)
        REFERENCES users (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS roles (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    role_name varchar(100) NOT NULL,
    role_code varchar(50) NOT NULL,
    description text,
    permissions jsonb NOT NULL DEFAULT '{}',
    parent_role_id uuid,
    is_system_role boolean NOT NULL DEFAULT false,
    is_active boolean NOT NULL DEFAULT true,
    created_by_user_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT pk_roles PRIMARY KEY (id),
    CONSTRAINT uq_roles_role_name UNIQUE (role_name),
    CONSTRAINT uq_roles_role_code UNIQUE (role_code),
    CONSTRAINT fk_roles_parent_role_id FOREIGN KEY (parent_role_id)
        REFERENCES roles (id) ON DELETE RESTRICT,
    CONSTRAINT fk_roles_created_by_user_id FOREIGN KEY (created_by_user_id)
        REFERENCES users (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS user_roles (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    role_id uuid NOT NULL,
    valid_from timestamptz NOT NULL DEFAULT now(),
    valid_until timestamptz,
    assigned_by_user_id uuid,
    assigned_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    revoked_by_user_id uuid,
    CONSTRAINT pk_user_roles PRIMARY KEY (id),
    CONSTRAINT uq_user_roles_user_id_role_id UNIQUE (user_id, role_id),
    CONSTRAINT ck_user_roles_validity CHECK (valid_from < valid_until),
    CONSTRAINT fk_user_roles_user_id FOREIGN KEY (user_id)
        REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_user_roles_role_id FOREIGN KEY (role_id)
        REFERENCES roles (id) ON DELETE CASCADE,
    CONSTRAINT fk_user_roles_assigned_by_user_id FOREIGN KEY (assigned_by_user_id)
        REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_user_roles_revoked_by_user_id FOREIGN KEY (revoked_by_user_id)
        REFERENCES users (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS organizations (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    org_name varchar(255) NOT NULL,
    org_code varchar(50) NOT NULL,
    description text,
    website varchar(255),
    industry varchar(100),
    primary_contact_user_id uuid,
    billing_email varchar(255),
    support_email varchar(255),
    settings jsonb NOT NULL DEFAULT '{}',
    status varchar(50) NOT NULL DEFAULT 'active',
    license_type varchar(50),
    license_expires_at timestamptz,
    max_users int,
    max_certificates int,
    created_by_user_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT pk_organizations PRIMARY KEY (id),
    CONSTRAINT uq_organizations_org_code UNIQUE (org_code),
    CONSTRAINT ck_organizations_status CHECK (status IN ('active', 'suspended', 'inactive')),
    CONSTRAINT fk_organizations_primary_contact_user_id FOREIGN KEY (primary_contact_user_id)
        REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_organizations_created_by_user_id FOREIGN KEY (created_by_user_id)
        REFERENCES users (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS user_organizations (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    is_primary boolean NOT NULL DEFAULT false,
    joined_at timestamptz NOT NULL DEFAULT now(),
    left_at timestamptz,
    CONSTRAINT pk_user_organizations PRIMARY KEY (id),
    CONSTRAINT uq_user_organizations_user_id_organization_id UNIQUE (user_id, organization_id),
    CONSTRAINT fk_user_organizations_user_id FOREIGN KEY (user_id)
        REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_user_organizations_organization_id FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS policies (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    policy_name varchar(255) NOT NULL,
    policy_code varchar(50) NOT NULL,
    policy_type varchar(50) NOT NULL,
    description text,
    policy_rules jsonb NOT NULL,
    organization_id uuid,
    applies_to_cert_types varchar(50)[],
    status varchar(50) NOT NULL DEFAULT 'draft',
    version int NOT NULL DEFAULT 1,
    enforcement_level varchar(50) NOT NULL DEFAULT 'mandatory',
    effective_from timestamptz,
    effective_until timestamptz,
    compliance_frameworks varchar(100)[],
    created_by_user_id uuid NOT NULL,
    approved_by_user_id uuid,
    approved_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT pk_policies PRIMARY KEY (id),
    CONSTRAINT uq_policies_policy_code UNIQUE (policy_code),
    CONSTRAINT ck_policies_policy_type CHECK (
        policy_type IN ('certificate', 'key_management', 'access_control', 'compliance', 'issuance')),
    CONSTRAINT ck_policies_status CHECK (status IN ('draft', 'active', 'inactive', 'archived')),
    CONSTRAINT ck_policies_enforcement_level CHECK (enforcement_level IN ('mandatory', 'advisory', 'audit_only')),
    CONSTRAINT fk_policies_organization_id FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_policies_created_by_user_id FOREIGN KEY (created_by_user_id)
        REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_policies_approved_by_user_id FOREIGN KEY (approved_by_user_id)
        REFERENCES users (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS workflows (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    workflow_name varchar(255) NOT NULL,
    workflow_code varchar(50) NOT NULL,
    workflow_type varchar(50) NOT NULL,
    description text,
    workflow_definition jsonb NOT NULL,
    organization_id uuid,
    auto_approve_conditions jsonb,
    requires_approval boolean NOT NULL DEFAULT true,
    approval_chain jsonb,
    status varchar(50) NOT NULL DEFAULT 'draft',
    version int NOT NULL DEFAULT 1,
    created_by_user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT pk_workflows PRIMARY KEY (id),
    CONSTRAINT uq_workflows_workflow_code UNIQUE (workflow_code),
    CONSTRAINT ck_workflows_workflow_type CHECK (
        workflow_type IN ('certificate_request', 'renewal', 'revocation', 'key_rotation', 'import', 'export')),
    CONSTRAINT ck_workflows_status CHECK (status IN ('draft', 'active', 'inactive', 'archived')),
    CONSTRAINT fk_workflows_organization_id FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_workflows_created_by_user_id FOREIGN KEY (created_by_user_id)
        REFERENCES users (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS workflow_instances (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    workflow_id uuid NOT NULL,
    instance_code varchar(100) NOT NULL,
    workflow_type varchar(50) NOT NULL,
    current_step int NOT NULL DEFAULT 1,
    current_step_name varchar(255),
    status varchar(50) NOT NULL DEFAULT 'initiated',
    context_data jsonb,
    input_data jsonb,
    output_data jsonb,
    certificate_id uuid,
    certificate_request_id uuid,
    started_at timestamptz NOT NULL DEFAULT now(),
    completed_at timestamptz,
    initiated_by_user_id uuid NOT NULL,
    organization_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_workflow_instances PRIMARY KEY (id),
    CONSTRAINT uq_workflow_instances_instance_code UNIQUE (instance_code),
    CONSTRAINT ck_workflow_instances_status CHECK (
        status IN ('initiated', 'in_progress', 'pending_approval', 'approved', 'rejected', 'completed', 'failed',
            'cancelled')),
    CONSTRAINT fk_workflow_instances_workflow_id FOREIGN KEY (workflow_id)
        REFERENCES workflows (id) ON DELETE RESTRICT,
    CONSTRAINT fk_workflow_instances_initiated_by_user_id FOREIGN KEY (initiated_by_user_id)
        REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_workflow_instances_organization_id FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS workflow_steps (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    workflow_instance_id uuid NOT NULL,
    step_number int NOT NULL,
    step_name varchar(255) NOT NULL,
    step_type varchar(50) NOT NULL,
    status varchar(50) NOT NULL DEFAULT 'pending',
    assigned_to_user_id uuid,
    assigned_to_role_id uuid,
    executed_by_user_id uuid,
    step_input jsonb,
    step_output jsonb,
    error_message text,
    started_at timestamptz,
    completed_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_workflow_steps PRIMARY KEY (id),
    CONSTRAINT ck_workflow_steps_step_type CHECK (
        step_type IN ('approval', 'validation', 'action', 'notification', 'decision')),
    CONSTRAINT ck_workflow_steps_status CHECK (
        status IN ('pending', 'in_progress', 'completed', 'failed', 'skipped')),
    CONSTRAINT fk_workflow_steps_workflow_instance_id FOREIGN KEY (workflow_instance_id)
        REFERENCES workflow_instances (id) ON DELETE CASCADE,
    CONSTRAINT fk_workflow_steps_assigned_to_user_id FOREIGN KEY (assigned_to_user_id)
        REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_workflow_steps_assigned_to_role_id FOREIGN KEY (assigned_to_role_id)
        REFERENCES roles (id) ON DELETE RESTRICT,
    CONSTRAINT fk_workflow_steps_executed_by_user_id FOREIGN KEY (executed_by_user_id)
        REFERENCES users (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS notifications (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    notification_type varchar(50) NOT NULL,
    user_id uuid NOT NULL,
    organization_id uuid,
    title varchar(255) NOT NULL,
    message text NOT NULL,
    notification_data jsonb,
    priority varchar(20) NOT NULL DEFAULT 'normal',
    is_read boolean NOT NULL DEFAULT false,
    read_at timestamptz,
    delivery_channels varchar(50)[] NOT NULL DEFAULT '{in_app}',
    email_sent boolean NOT NULL DEFAULT false,
    email_sent_at timestamptz,
    action_url varchar(500),
    related_resource_type varchar(50),
    related_resource_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    CONSTRAINT pk_notifications PRIMARY KEY (id),
    CONSTRAINT ck_notifications_priority CHECK (priority IN ('low', 'normal', 'high', 'critical')),
    CONSTRAINT ck_notifications_delivery_channels CHECK (
        delivery_channels <@ ARRAY['in_app', 'email', 'webhook']::varchar(50)[]),
    CONSTRAINT fk_notifications_user_id FOREIGN KEY (user_id)
        REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_notifications_organization_id FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS audit_log (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    event_id varchar(255) NOT NULL,
    event_type varchar(100) NOT NULL,
    event_category varchar(50) NOT NULL,
    severity varchar(20) NOT NULL,
    user_id uuid,
    username varchar(255),
    organization_id uuid,
    resource_type varchar(50),
    resource_id uuid,
    resource_name varchar(255),
    action varchar(100) NOT NULL,
    action_result varchar(50) NOT NULL,
    ip_address inet,
    user_agent text,
    session_id varchar(255),
    request_id varchar(255),
    changes_before jsonb,
    changes_after jsonb,
    change_summary text,
    event_data jsonb,
    error_message text,
    event_timestamp timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_audit_log PRIMARY KEY (id),
    CONSTRAINT uq_audit_log_event_id UNIQUE (event_id),
    CONSTRAINT ck_audit_log_event_category CHECK (
        event_category IN ('authentication', 'authorization', 'certificate', 'policy', 'workflow', 'user_management',
            'system')),
    CONSTRAINT ck_audit_log_severity CHECK (severity IN ('info', 'warning', 'error', 'critical')),
    CONSTRAINT ck_audit_log_action_result CHECK (action_result IN ('success', 'failure', 'partial')),
    CONSTRAINT fk_audit_log_user_id FOREIGN KEY (user_id)
        REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_audit_log_organization_id FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS api_keys (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    key_name varchar(255) NOT NULL,
    key_hash varchar(255) NOT NULL,
    key_prefix varchar(20) NOT NULL,
    user_id uuid NOT NULL,
    organization_id uuid,
    scopes varchar(100)[],
    is_active boolean NOT NULL DEFAULT true,
    last_used_at timestamptz,
    last_used_ip inet,
    usage_count int NOT NULL DEFAULT 0,
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    revoked_by_user_id uuid,
    CONSTRAINT pk_api_keys PRIMARY KEY (id),
    CONSTRAINT uq_api_keys_key_hash UNIQUE (key_hash),
    CONSTRAINT fk_api_keys_user_id FOREIGN KEY (user_id)
        REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_api_keys_organization_id FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_api_keys_revoked_by_user_id FOREIGN KEY (revoked_by_user_id)
        REFERENCES users (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS sessions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id varchar(255) NOT NULL,
    user_id uuid NOT NULL,
    session_data jsonb,
    ip_address inet,
    user_agent text,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_activity_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    invalidated_at timestamptz,
    invalidation_reason varchar(255),
    CONSTRAINT pk_sessions PRIMARY KEY (id),
    CONSTRAINT uq_sessions_session_id UNIQUE (session_id),
    CONSTRAINT fk_sessions_user_id FOREIGN KEY (user_id)
        REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS certificate_metadata (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    certificate_id uuid NOT NULL,
    common_name varchar(255) NOT NULL,
    certificate_type varchar(50) NOT NULL,
    status varchar(50) NOT NULL,
    not_before timestamptz NOT NULL,
    not_after timestamptz NOT NULL,
    owner_user_id uuid NOT NULL,
    organization_id uuid,
    subject_alternative_names jsonb,
    tags varchar(100)[],
    category varchar(100),
    environment varchar(50),
    custom_fields jsonb,
    notes text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT pk_certificate_metadata PRIMARY KEY (id),
    CONSTRAINT uq_certificate_metadata_certificate_id UNIQUE (certificate_id),
    CONSTRAINT ck_certificate_metadata_certificate_type CHECK (
        certificate_type IN ('root', 'intermediate', 'leaf', 'client', 'server', 'code_signing', 'email')),
    CONSTRAINT ck_certificate_metadata_status CHECK (
        status IN ('pending', 'active', 'expiring', 'expired', 'revoked', 'suspended')),
    CONSTRAINT ck_certificate_metadata_environment CHECK (
        environment IN ('production', 'staging', 'development', 'testing')),
    CONSTRAINT fk_certificate_metadata_owner_user_id FOREIGN KEY (owner_user_id)
        REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT fk_certificate_metadata_organization_id FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE INDEX IF NOT EXISTS idx_users_username ON users (username) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_users_email ON users (email) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_users_status ON users (status) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_users_last_activity_at ON users (last_activity_at) WHERE deleted_at IS NULL;

CREATE INDEX IF NOT EXISTS idx_roles_role_code ON roles (role_code) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_roles_is_active ON roles (is_active) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_roles_parent_role_id ON roles (parent_role_id);

CREATE INDEX IF NOT EXISTS idx_user_roles_user_id ON user_roles (user_id) WHERE revoked_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_user_roles_role_id ON user_roles (role_id) WHERE revoked_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_user_roles_validity ON user_roles (valid_from, valid_until) WHERE revoked_at IS NULL;

CREATE INDEX IF NOT EXISTS idx_organizations_org_code ON organizations (org_code) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_organizations_status ON organizations (status) WHERE deleted_at IS NULL;

CREATE INDEX IF NOT EXISTS idx_user_organizations_user_id ON user_organizations (user_id) WHERE left_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_user_organizations_organization_id ON user_organizations (organization_id)
    WHERE left_at IS NULL;

CREATE INDEX IF NOT EXISTS idx_policies_policy_code ON policies (policy_code) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_policies_policy_type ON policies (policy_type) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_policies_status ON policies (status) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_policies_organization_id ON policies (organization_id) WHERE deleted_at IS NULL;

CREATE INDEX IF NOT EXISTS idx_workflows_workflow_code ON workflows (workflow_code) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_workflows_workflow_type ON workflows (workflow_type) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_workflows_status ON workflows (status) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_workflows_organization_id ON workflows (organization_id) WHERE deleted_at IS NULL;

CREATE INDEX IF NOT EXISTS idx_workflow_instances_workflow_id ON workflow_instances (workflow_id);
CREATE INDEX IF NOT EXISTS idx_workflow_instances_status ON workflow_instances (status);
CREATE INDEX IF NOT EXISTS idx_workflow_instances_initiated_by_user_id ON workflow_instances (initiated_by_user_id);
CREATE INDEX IF NOT EXISTS idx_workflow_instances_certificate_id ON workflow_instances (certificate_id);
CREATE INDEX IF NOT EXISTS idx_workflow_instances_organization_id ON workflow_instances (organization_id);
CREATE INDEX IF NOT EXISTS idx_workflow_instances_certificate_request_id
    ON workflow_instances (certificate_request_id);

CREATE INDEX IF NOT EXISTS idx_workflow_steps_workflow_instance_id ON workflow_steps (workflow_instance_id);
CREATE INDEX IF NOT EXISTS idx_workflow_steps_status ON workflow_steps (status);
CREATE INDEX IF NOT EXISTS idx_workflow_steps_assigned_to_user_id ON workflow_steps (assigned_to_user_id)
    WHERE status IN ('pending', 'in_progress');
CREATE INDEX IF NOT EXISTS idx_workflow_steps_assigned_to_role_id ON workflow_steps (assigned_to_role_id)
    WHERE status IN ('pending', 'in_progress');

CREATE INDEX IF NOT EXISTS idx_notifications_user_id ON notifications (user_id) WHERE NOT is_read;
CREATE INDEX IF NOT EXISTS idx_notifications_priority ON notifications (priority, created_at DESC) WHERE NOT is_read;
CREATE INDEX IF NOT EXISTS idx_notifications_related_resource
    ON notifications (related_resource_type, related_resource_id);
CREATE INDEX IF NOT EXISTS idx_notifications_created_at ON notifications (created_at DESC);

CREATE INDEX IF NOT EXISTS idx_audit_log_user_id ON audit_log (user_id);
CREATE INDEX IF NOT EXISTS idx_audit_log_event_type ON audit_log (event_type);
CREATE INDEX IF NOT EXISTS idx_audit_log_event_category ON audit_log (event_category);
CREATE INDEX IF NOT EXISTS idx_audit_log_resource ON audit_log (resource_type, resource_id);
CREATE INDEX IF NOT EXISTS idx_audit_log_event_timestamp ON audit_log (event_timestamp DESC);
CREATE INDEX IF NOT EXISTS idx_audit_log_severity ON audit_log (severity) WHERE severity IN ('error', 'critical');
CREATE INDEX IF NOT EXISTS idx_audit_log_organization_id ON audit_log (organization_id);
CREATE INDEX IF NOT EXISTS idx_audit_log_action ON audit_log (action);

CREATE INDEX IF NOT EXISTS idx_api_keys_user_id ON api_keys (user_id) WHERE is_active AND revoked_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_api_keys_key_prefix ON api_keys (key_prefix);
CREATE INDEX IF NOT EXISTS idx_api_keys_expires_at ON api_keys (expires_at) WHERE is_active;

CREATE INDEX IF NOT EXISTS idx_sessions_user_id ON sessions (user_id) WHERE is_active;
CREATE INDEX IF NOT EXISTS idx_sessions_expires_at ON sessions (expires_at) WHERE is_active;
CREATE INDEX IF NOT EXISTS idx_sessions_session_id ON sessions (session_id) WHERE is_active;

CREATE INDEX IF NOT EXISTS idx_certificate_metadata_certificate_id ON certificate_metadata (certificate_id)
    WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_metadata_owner_user_id ON certificate_metadata (owner_user_id)
    WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_metadata_organization_id ON certificate_metadata (organization_id)
    WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_metadata_status ON certificate_metadata (status) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_metadata_not_after ON certificate_metadata (not_after)
    WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_metadata_environment ON certificate_metadata (environment)
    WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_metadata_tags ON certificate_metadata USING gin (tags)
    WHERE deleted_at IS NULL;

CREATE OR REPLACE VIEW active_users_with_roles AS
SELECT u.id, u.username, u.email, u.display_name, u.status, u.last_login_at,
    coalesce(array_agg(r.role_code ORDER BY r.role_code) FILTER (WHERE r.id IS NOT NULL), '{}') AS role_codes,
    coalesce(array_agg(r.role_name ORDER BY r.role_code) FILTER (WHERE r.id IS NOT NULL), '{}') AS role_names
FROM users u
LEFT JOIN user_roles ur ON ur.user_id = u.id AND ur.revoked_at IS NULL AND ur.valid_from <= now()
    AND (ur.valid_until IS NULL OR ur.valid_until > now())
LEFT JOIN roles r ON r.id = ur.role_id AND r.is_active AND r.deleted_at IS NULL
WHERE u.deleted_at IS NULL AND u.status = 'active'
GROUP BY u.id;

CREATE OR REPLACE VIEW pending_approvals AS
SELECT s.id AS step_id, s.step_number, s.step_name, s.assigned_to_user_id, s.assigned_to_role_id, s.created_at,
    i.id AS workflow_instance_id, i.instance_code, i.status AS instance_status, i.certificate_id,
    i.certificate_request_id, i.initiated_by_user_id, i.organization_id, i.started_at,
    w.id AS workflow_id, w.workflow_name, w.workflow_type
FROM workflow_steps s
JOIN workflow_instances i ON i.id = s.workflow_instance_id
JOIN workflows w ON w.id = i.workflow_id
WHERE s.step_type = 'approval' AND s.status = 'pending'
    AND i.status IN ('initiated', 'in_progress', 'pending_approval');

CREATE OR REPLACE VIEW certificate_summary AS
SELECT m.id, m.certificate_id, m.common_name, m.certificate_type, m.status, m.not_before, m.not_after,
    floor(extract(epoch FROM m.not_after - now()) / 86400)::int AS days_until_expiry,
    m.environment, m.category, m.tags, m.owner_user_id, u.username AS owner_username, u.email AS owner_email,
    m.organization_id, o.org_name, o.org_code, m.created_at, m.updated_at
FROM certificate_metadata m
JOIN users u ON u.id = m.owner_user_id
LEFT JOIN organizations o ON o.id = m.organization_id
WHERE m.deleted_at IS NULL;

DROP TRIGGER IF EXISTS trg_users_updated_at ON users;
CREATE TRIGGER trg_users_updated_at BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
DROP TRIGGER IF EXISTS trg_roles_updated_at ON roles;
CREATE TRIGGER trg_roles_updated_at BEFORE UPDATE ON roles
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
DROP TRIGGER IF EXISTS trg_organizations_updated_at ON organizations;
CREATE TRIGGER trg_organizations_updated_at BEFORE UPDATE ON organizations
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
DROP TRIGGER IF EXISTS trg_policies_updated_at ON policies;
CREATE TRIGGER trg_policies_updated_at BEFORE UPDATE ON policies
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
DROP TRIGGER IF EXISTS trg_workflows_updated_at ON workflows;
CREATE TRIGGER trg_workflows_updated_at BEFORE UPDATE ON workflows
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
DROP TRIGGER IF EXISTS trg_workflow_instances_updated_at ON workflow_instances;
CREATE TRIGGER trg_workflow_instances_updated_at BEFORE UPDATE ON workflow_instances
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
DROP TRIGGER IF EXISTS trg_certificate_metadata_updated_at ON certificate_metadata;
CREATE TRIGGER trg_certificate_metadata_updated_at BEFORE UPDATE ON certificate_metadata
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

DROP TRIGGER IF EXISTS trg_audit_log_append_only ON audit_log;
CREATE TRIGGER trg_audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_audit_log_change();
-- ALWAYS: session_replication_role = replica must not switch it off.
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER trg_audit_log_append_only;

COMMENT ON COLUMN workflow_instances.certificate_id IS 'cross-database reference: clm_secure_db.certificates';
COMMENT ON COLUMN workflow_instances.certificate_request_id
    IS 'cross-database reference: clm_secure_db.certificate_requests';
COMMENT ON COLUMN certificate_metadata.certificate_id IS 'cross-database reference: clm_secure_db.certificates';
COMMENT ON COLUMN notifications.related_resource_id
    IS 'no reference: the id of what related_resource_type names, kept after that is gone';
COMMENT ON COLUMN audit_log.resource_id IS 'no reference: the id of what resource_type names, kept after that is gone';
COMMENT ON COLUMN users.mfa_secret IS 'stored encrypted';
COMMENT ON COLUMN users.mfa_backup_codes IS 'stored hashed';
COMMENT ON COLUMN sessions.session_id IS 'a hash of the token, never the token';

INSERT INTO roles (role_name, role_code, description, permissions, is_system_role) VALUES
    ('System Administrator', 'SYSTEM_ADMIN', 'Everything', '{"*": ["*"]}', true),
    ('Certificate Administrator', 'CERT_ADMIN', 'Certificates and the policies for them',
        '{"certificates": ["create", "read", "update", "delete", "revoke"], "policies": ["read", "update"],
          "workflows": ["read", "execute"], "audit": ["read"]}', true),
    ('Certificate Operator', 'CERT_OPERATOR', 'Day-to-day work with certificates',
        '{"certificates": ["create", "read", "update"], "workflows": ["read", "execute"], "policies": ["read"]}', true),
    ('Approver', 'APPROVER', 'Approves what workflows ask for',
        '{"certificates": ["read"], "workflows": ["read", "approve"], "policies": ["read"]}', true),
    ('Auditor', 'AUDITOR', 'Reads everything, changes nothing',
        '{"certificates": ["read"], "policies": ["read"], "workflows": ["read"], "audit": ["read"],
          "users": ["read"]}', true),
    ('User', 'USER', 'Reads certificates and the rules for them',
        '{"certificates": ["read"], "workflows": ["read"], "policies": ["read"]}', true)
ON CONFLICT DO NOTHING;

-- Acts where no person does: bootstrap and jobs. '!' is the hash of no password.
INSERT INTO users (id, username, email, password_hash, password_salt, display_name, status)
VALUES ('00000000-0000-7000-8000-000000000001', 'system', 'system@clm.invalid', '!', '!', 'System', 'inactive')
ON CONFLICT DO NOTHING;
