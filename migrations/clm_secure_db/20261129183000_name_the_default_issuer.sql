-- Which authority issues where neither a request nor a policy names one (docs/decisions/0066). It was the newest intermediate
-- in force: whoever that is now is named here once, and no later one takes over by itself.

ALTER TABLE certificate_authorities ADD COLUMN IF NOT EXISTS is_default boolean NOT NULL DEFAULT false;

ALTER TABLE certificate_authorities NO FORCE ROW LEVEL SECURITY;
ALTER TABLE certificates NO FORCE ROW LEVEL SECURITY;
WITH RECURSIVE path (authority, organization_id, above, broken) AS (
    SELECT a.id, a.organization_id, a.issuer_certificate_id,
        c.deleted_at IS NOT NULL OR c.status NOT IN ('active', 'expiring')
    FROM certificate_authorities a JOIN certificates c ON c.id = a.certificate_id
    WHERE a.issuer_certificate_id IS NOT NULL AND a.deleted_at IS NULL AND c.not_after > now()
    UNION ALL
    SELECT p.authority, p.organization_id, a.issuer_certificate_id,
        a.deleted_at IS NOT NULL OR c.deleted_at IS NOT NULL OR c.status NOT IN ('active', 'expiring')
    FROM path p
    JOIN certificate_authorities a ON a.certificate_id = p.above
    JOIN certificates c ON c.id = a.certificate_id
),
newest AS (
    SELECT DISTINCT ON (organization_id) authority, organization_id FROM (
        SELECT authority, organization_id FROM path GROUP BY authority, organization_id
        HAVING bool_or(above IS NULL) AND NOT bool_or(broken)) in_force
    ORDER BY organization_id, authority DESC
)
UPDATE certificate_authorities a SET is_default = true FROM newest
WHERE a.id = newest.authority AND NOT EXISTS (
    SELECT FROM certificate_authorities d
    WHERE d.organization_id = a.organization_id AND d.is_default AND d.deleted_at IS NULL);
ALTER TABLE certificates FORCE ROW LEVEL SECURITY;
ALTER TABLE certificate_authorities FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN certificate_authorities.is_default IS 'issues for requests and policies that name no authority; one an organization';
