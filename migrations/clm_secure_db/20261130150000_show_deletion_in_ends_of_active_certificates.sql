-- As idx_certificates_ends_of_active, and says which are deleted: how many certificates end when is counted from the index alone.
-- Issuance pays nothing more, for a NULL takes no room.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificates_active_ends ON certificates
    (not_after, ((not_after AT TIME ZONE 'UTC') - (not_after - not_before) / 3)) INCLUDE (deleted_at)
    WHERE status = 'active';
