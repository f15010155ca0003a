-- What the job has still to name; empty once it is through.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificate_metadata_unnamed
    ON certificate_metadata (certificate_id) WHERE extended_key_usages IS NULL;
