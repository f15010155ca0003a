-- uq_encryption_keys_organization_id_purpose_active_data takes its place: an organization has an active key for each purpose.

DROP INDEX IF EXISTS uq_encryption_keys_organization_id_active_data;
