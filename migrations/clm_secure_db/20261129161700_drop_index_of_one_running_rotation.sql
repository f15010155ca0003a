-- uq_key_rotations_organization_id_purpose_running takes its place.

DROP INDEX IF EXISTS uq_key_rotations_organization_id_running;
