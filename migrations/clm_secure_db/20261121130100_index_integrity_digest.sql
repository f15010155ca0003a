-- The sweep reads this index alone. Identifiers are time-ordered, so it grows at its right edge.

CREATE INDEX IF NOT EXISTS idx_certificates_integrity_digest ON certificates (id) INCLUDE (integrity_digest);
