-- The sweep reads the index of this UNIQUE alone: no index more to write to.

ALTER TABLE certificate_metadata DROP CONSTRAINT IF EXISTS uq_certificate_metadata_certificate_id;
ALTER TABLE certificate_metadata ADD CONSTRAINT uq_certificate_metadata_certificate_id UNIQUE (certificate_id)
    INCLUDE (integrity_digest);
