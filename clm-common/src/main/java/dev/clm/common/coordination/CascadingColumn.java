package dev.clm.common.coordination;

/**
 * A column whose rows follow what it refers to.
 *
 * @param reference its name in the registry of references
 * @param stamp the timestamptz column that says since when a row has followed (`deleted_at`, `quarantined_at`); null where
 *     the column itself becomes NULL instead
 * @param softDeletable whether the table has `deleted_at`; deleted rows follow too
 */
public record CascadingColumn(String reference, String table, String column, String stamp, boolean softDeletable) {}
