-- The sweep reads the distinct references of a tenant's rows in this order, a page at a time.

CREATE INDEX IF NOT EXISTS idx_workflow_instances_organization_id_certificate_id
    ON workflow_instances (organization_id, certificate_id) WHERE certificate_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_workflow_instances_organization_id_certificate_request_id
    ON workflow_instances (organization_id, certificate_request_id) WHERE certificate_request_id IS NOT NULL;
