-- idx_certificates_expiring_ends has taken its place.

DROP INDEX IF EXISTS idx_certificates_ends_of_expiring;
