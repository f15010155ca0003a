-- Whoever starts second is refused: one active data key for a purpose, one running rotation.

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS uq_key_rotations_organization_id_purpose_running
    ON key_rotations (organization_id, purpose) WHERE phase <> 'ended';
