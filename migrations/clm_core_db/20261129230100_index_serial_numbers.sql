-- A certificate is looked for by its serial number.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificate_metadata_organization_id_serial_number
    ON certificate_metadata (organization_id, serial_number);
