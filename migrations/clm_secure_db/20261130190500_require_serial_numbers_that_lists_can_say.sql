-- One serial number that no list can say would keep all the others of its authority from being listed, for ever: nothing may
-- change it once it is there. What no authority here issued is on no list, and keeps whatever it has. Where the next migration finds one, from before, it fails and says so.

ALTER TABLE certificates DROP CONSTRAINT IF EXISTS ck_certificates_serial_number;
ALTER TABLE certificates ADD CONSTRAINT ck_certificates_serial_number
    CHECK (issuer_authority_id IS NULL OR (serial_number ~ '^([0-9a-f]{2})+$' AND serial_number ~ '[^0]')) NOT VALID;
ALTER TABLE certificate_revocations DROP CONSTRAINT IF EXISTS ck_certificate_revocations_serial_number;
ALTER TABLE certificate_revocations ADD CONSTRAINT ck_certificate_revocations_serial_number
    CHECK (issuer_authority_id IS NULL OR (serial_number ~ '^([0-9a-f]{2})+$' AND serial_number ~ '[^0]')) NOT VALID;
