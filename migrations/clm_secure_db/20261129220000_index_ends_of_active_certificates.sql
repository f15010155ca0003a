-- What the job that moves states on with time scans by: the end, and where the last third of the life begins. Both are columns of
-- the index, so that rows that only one of them calls due are passed over in it.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificates_ends_of_active ON certificates
    (not_after, ((not_after AT TIME ZONE 'UTC') - (not_after - not_before) / 3)) WHERE status = 'active';
