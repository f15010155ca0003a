package dev.clm.core.coordination;

import dev.clm.common.identifier.Coded;

/** What can be wrong with a reference across the databases (requirement X5). A released name is permanent: findings carry it. */
public enum FaultKind implements Coded {
    /** The row points to something that is not there at all. */
    TARGET_MISSING,
    /** The row points to something soft-deleted, and what the deletion should have done to the row has not happened. */
    TARGET_DELETED,
    /** The row points to another organization's row, or to a user who never belonged to the row's organization. */
    OTHER_TENANT,
    /** A certificate without metadata. */
    COUNTERPART_MISSING,
    /** Metadata that say something else than their certificate. */
    COPIES_DIFFER
}
