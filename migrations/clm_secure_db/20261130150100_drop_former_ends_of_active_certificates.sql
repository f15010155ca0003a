-- idx_certificates_active_ends has taken its place.

DROP INDEX IF EXISTS idx_certificates_ends_of_active;
