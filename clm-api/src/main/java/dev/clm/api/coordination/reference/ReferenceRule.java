package dev.clm.api.coordination.reference;

/** What becomes of a row whose target in the other database was deleted or is not there (requirement X4). */
public enum ReferenceRule {
    /** The column becomes NULL; the old value is remembered, and put back when the target is restored. */
    NULLIFY,
    /** The row is soft-deleted too, and comes back with its target. */
    SOFT_DELETE,
    /** The row stays and is not used any more: `quarantined_at` is set until the target is restored or replaced. */
    QUARANTINE,
    /** The row stays as it is; the id it keeps is listed among the departed targets. Evidence, and what still serves others. */
    KEEP_MARKED
}
