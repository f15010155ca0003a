-- What the states of keys, rotations and destructions need to be told apart (docs/KEY-ROTATION.md, "States"), and what a key
-- ever sealed. Rows that another release writes get the defaults, which are what it meant.

ALTER TABLE encryption_keys ADD COLUMN IF NOT EXISTS purpose varchar(20) NOT NULL DEFAULT 'certificate';
ALTER TABLE encryption_keys ADD COLUMN IF NOT EXISTS destruction_state varchar(20);
ALTER TABLE encryption_keys ADD COLUMN IF NOT EXISTS compromised_at timestamptz;
ALTER TABLE encryption_keys DROP CONSTRAINT IF EXISTS ck_encryption_keys_purpose;
ALTER TABLE encryption_keys ADD CONSTRAINT ck_encryption_keys_purpose
    CHECK (purpose IN ('certificate', 'authority', 'platform')) NOT VALID;
ALTER TABLE encryption_keys VALIDATE CONSTRAINT ck_encryption_keys_purpose;
ALTER TABLE encryption_keys DROP CONSTRAINT IF EXISTS ck_encryption_keys_destruction_state;
ALTER TABLE encryption_keys ADD CONSTRAINT ck_encryption_keys_destruction_state
    CHECK (destruction_state IN ('scheduled', 'destroying', 'destroyed')) NOT VALID;
ALTER TABLE encryption_keys VALIDATE CONSTRAINT ck_encryption_keys_destruction_state;

ALTER TABLE private_keys ADD COLUMN IF NOT EXISTS previous_key_ids uuid[];

ALTER TABLE key_destructions ADD COLUMN IF NOT EXISTS stops_organization boolean NOT NULL DEFAULT false;
ALTER TABLE key_destructions DROP CONSTRAINT IF EXISTS ck_key_destructions_state;
ALTER TABLE key_destructions ADD CONSTRAINT ck_key_destructions_state
    CHECK (state IN ('scheduled', 'cancelled', 'destroying', 'destroyed')) NOT VALID;
ALTER TABLE key_destructions VALIDATE CONSTRAINT ck_key_destructions_state;

ALTER TABLE key_rotations ADD COLUMN IF NOT EXISTS purpose varchar(20) NOT NULL DEFAULT 'certificate';
ALTER TABLE key_rotations ADD COLUMN IF NOT EXISTS moves_recorded boolean NOT NULL DEFAULT false;
ALTER TABLE key_rotations ADD COLUMN IF NOT EXISTS abandoned_at timestamptz;
ALTER TABLE key_rotations ADD COLUMN IF NOT EXISTS failed_attempts int NOT NULL DEFAULT 0;
ALTER TABLE key_rotations ADD COLUMN IF NOT EXISTS retry_at timestamptz;
ALTER TABLE key_rotations DROP CONSTRAINT IF EXISTS ck_key_rotations_purpose;
ALTER TABLE key_rotations ADD CONSTRAINT ck_key_rotations_purpose
    CHECK (purpose IN ('certificate', 'authority')) NOT VALID;
ALTER TABLE key_rotations VALIDATE CONSTRAINT ck_key_rotations_purpose;

ALTER TABLE certificate_authorities ADD COLUMN IF NOT EXISTS signing_failed_at timestamptz;

-- Keys whose destruction was asked for before: they take no new row from now on, and where one of them is the active key,
-- that was asked for without a word about what comes after it, so the organization stops until somebody cancels.
DROP TRIGGER IF EXISTS trg_key_destructions_guard ON key_destructions;
ALTER TABLE encryption_keys NO FORCE ROW LEVEL SECURITY;
ALTER TABLE key_destructions NO FORCE ROW LEVEL SECURITY;
UPDATE encryption_keys k SET destruction_state = d.state FROM key_destructions d
    WHERE d.encryption_key_id = k.id AND d.state IN ('scheduled', 'destroyed') AND k.destruction_state IS NULL;
UPDATE key_destructions d SET stops_organization = true FROM encryption_keys k
    WHERE k.id = d.encryption_key_id AND d.state = 'scheduled' AND k.key_status = 'active';
ALTER TABLE encryption_keys FORCE ROW LEVEL SECURITY;
ALTER TABLE key_destructions FORCE ROW LEVEL SECURITY;
CREATE TRIGGER trg_key_destructions_guard BEFORE INSERT OR UPDATE ON key_destructions
    FOR EACH ROW EXECUTE FUNCTION public.guard_key_destruction();

COMMENT ON COLUMN encryption_keys.purpose IS 'what a data key seals: keys of certificates, of authorities, of the platform';
COMMENT ON COLUMN encryption_keys.destruction_state IS 'written by the triggers of key_destructions; such a key takes no new row';
COMMENT ON COLUMN encryption_keys.compromised_at IS 'since when it is told; never taken back, and the key ends as revoked';
COMMENT ON COLUMN private_keys.previous_key_ids IS 'no reference: the data keys that this row was under before, oldest first';
COMMENT ON COLUMN key_rotations.moves_recorded IS 'whether previous_key_ids tells what it moved; false for rotations from before';
COMMENT ON COLUMN key_rotations.failed_attempts IS 'in a row, without progress; retry_at puts off the next one';
COMMENT ON COLUMN certificate_authorities.signing_failed_at IS 'since when its key does not sign; NULL where it does';
