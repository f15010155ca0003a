-- What the job that moves states on with time scans by. Issuance pays nothing for it.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificates_ends_of_expiring ON certificates (not_after)
    WHERE status = 'expiring';
