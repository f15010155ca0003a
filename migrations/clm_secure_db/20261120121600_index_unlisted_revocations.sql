-- What the job that publishes CRLs looks for every few seconds.

CREATE INDEX IF NOT EXISTS idx_certificate_revocations_unlisted
    ON certificate_revocations (certificate_id) WHERE NOT crl_entry_added;
