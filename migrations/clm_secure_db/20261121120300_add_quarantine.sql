-- Key material is never deleted because something else was: it is set aside, and not released until that is put right.

ALTER TABLE certificates ADD COLUMN IF NOT EXISTS quarantined_at timestamptz;
ALTER TABLE private_keys ADD COLUMN IF NOT EXISTS quarantined_at timestamptz;

COMMENT ON COLUMN certificates.quarantined_at IS 'since when its owner is deleted; a new owner, or the old one''s return, ends it';
COMMENT ON COLUMN private_keys.quarantined_at IS 'since when its organization is deleted';
