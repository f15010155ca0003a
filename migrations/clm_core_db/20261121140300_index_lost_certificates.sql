-- What a restore lost is listed.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificate_metadata_secure_lost_at ON certificate_metadata (secure_lost_at)
    WHERE secure_lost_at IS NOT NULL;
