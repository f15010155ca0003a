-- As idx_certificates_ends_of_expiring, and says which are deleted.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificates_expiring_ends ON certificates (not_after) INCLUDE (deleted_at)
    WHERE status = 'expiring';
