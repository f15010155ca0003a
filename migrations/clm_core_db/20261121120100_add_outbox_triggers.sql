-- Deletes and restores reach the outbox by trigger, so that psql cannot go round it. The arguments are the event's prefix
-- and the column that holds the organization, where there is one.

CREATE OR REPLACE FUNCTION public.record_departures() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.outbox (organization_id, aggregate_id, event_type, payload)
    SELECT (to_jsonb(n) ->> TG_ARGV[1])::uuid, n.id,
        TG_ARGV[0] || CASE WHEN n.deleted_at IS NULL THEN '.restored' ELSE '.deleted' END,
        jsonb_build_object('deleted_at', n.deleted_at)
    FROM old_rows o
    JOIN new_rows n ON n.id = o.id
    WHERE (o.deleted_at IS NULL) <> (n.deleted_at IS NULL);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.record_removals() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.outbox (organization_id, aggregate_id, event_type, payload)
    SELECT (to_jsonb(o) ->> TG_ARGV[1])::uuid, o.id, TG_ARGV[0] || '.removed', '{}'
    FROM old_rows o;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION public.record_departures(), public.record_removals() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_users_outbox ON users;
CREATE TRIGGER trg_users_outbox AFTER UPDATE ON users
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_departures('user', '');
DROP TRIGGER IF EXISTS trg_users_outbox_delete ON users;
CREATE TRIGGER trg_users_outbox_delete AFTER DELETE ON users
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_removals('user', '');

DROP TRIGGER IF EXISTS trg_organizations_outbox ON organizations;
CREATE TRIGGER trg_organizations_outbox AFTER UPDATE ON organizations
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_departures('organization', 'id');
DROP TRIGGER IF EXISTS trg_organizations_outbox_delete ON organizations;
CREATE TRIGGER trg_organizations_outbox_delete AFTER DELETE ON organizations
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_removals('organization', 'id');

DROP TRIGGER IF EXISTS trg_policies_outbox ON policies;
CREATE TRIGGER trg_policies_outbox AFTER UPDATE ON policies
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_departures('policy', 'organization_id');
DROP TRIGGER IF EXISTS trg_policies_outbox_delete ON policies;
CREATE TRIGGER trg_policies_outbox_delete AFTER DELETE ON policies
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_removals('policy', 'organization_id');

DROP TRIGGER IF EXISTS trg_workflows_outbox ON workflows;
CREATE TRIGGER trg_workflows_outbox AFTER UPDATE ON workflows
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_departures('workflow', 'organization_id');
DROP TRIGGER IF EXISTS trg_workflows_outbox_delete ON workflows;
CREATE TRIGGER trg_workflows_outbox_delete AFTER DELETE ON workflows
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_removals('workflow', 'organization_id');
