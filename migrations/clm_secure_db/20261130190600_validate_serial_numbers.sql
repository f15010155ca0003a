-- Reads both tables while others write to them.

ALTER TABLE certificate_revocations VALIDATE CONSTRAINT ck_certificate_revocations_serial_number;
ALTER TABLE certificates VALIDATE CONSTRAINT ck_certificates_serial_number;
