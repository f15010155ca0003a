-- A step belongs to the organization of its instance, which fills it in where the writer does not.

ALTER TABLE workflow_steps ADD COLUMN IF NOT EXISTS organization_id uuid;

UPDATE workflow_steps s SET organization_id = i.organization_id
FROM workflow_instances i
WHERE i.id = s.workflow_instance_id AND s.organization_id IS DISTINCT FROM i.organization_id;

ALTER TABLE workflow_steps DROP CONSTRAINT IF EXISTS fk_workflow_steps_organization_id;
ALTER TABLE workflow_steps ADD CONSTRAINT fk_workflow_steps_organization_id FOREIGN KEY (organization_id)
    REFERENCES organizations (id) ON DELETE RESTRICT NOT VALID;
ALTER TABLE workflow_steps VALIDATE CONSTRAINT fk_workflow_steps_organization_id;

CREATE OR REPLACE FUNCTION public.fill_workflow_step_organization() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.organization_id IS NULL THEN
        SELECT i.organization_id INTO NEW.organization_id
        FROM public.workflow_instances i
        WHERE i.id = NEW.workflow_instance_id;
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION public.fill_workflow_step_organization() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_workflow_steps_organization ON workflow_steps;
CREATE TRIGGER trg_workflow_steps_organization BEFORE INSERT ON workflow_steps
    FOR EACH ROW EXECUTE FUNCTION public.fill_workflow_step_organization();
