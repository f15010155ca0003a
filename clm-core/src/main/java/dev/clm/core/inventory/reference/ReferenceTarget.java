package dev.clm.core.inventory.reference;

/** What an id in the other database can refer to here (requirement X2). */
public enum ReferenceTarget {
    /** A user who is not deleted, of whatever tenant: users belong to none. */
    USER,
    /** An active user who is a member of the transaction's tenant. */
    MEMBER,
    POLICY,
    WORKFLOW,
    ORGANIZATION
}
