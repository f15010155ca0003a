-- Full-text search over names and notes, search by alternative name, and the orders that lists are shown in.

-- A host name is one word to the parser; its labels stand beside it, so that both "shop" and "shop.example.com" are found.
ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS search_vector tsvector
    GENERATED ALWAYS AS (to_tsvector('simple', coalesce(common_name, '') || ' '
        || translate(coalesce(common_name, ''), '.-_@*', '     ') || ' ' || coalesce(notes, ''))) STORED;

CREATE INDEX IF NOT EXISTS idx_certificate_metadata_search_vector ON certificate_metadata USING gin (search_vector);
CREATE INDEX IF NOT EXISTS idx_certificate_metadata_subject_alternative_names
    ON certificate_metadata USING gin (subject_alternative_names jsonb_path_ops);
CREATE INDEX IF NOT EXISTS idx_certificate_metadata_organization_id_created_at
    ON certificate_metadata (organization_id, created_at DESC, id) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_metadata_organization_id_common_name
    ON certificate_metadata (organization_id, common_name) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_metadata_organization_id_not_after
    ON certificate_metadata (organization_id, not_after) WHERE deleted_at IS NULL;
