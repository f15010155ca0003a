package dev.clm.core.policy.policy;

import static dev.clm.core.jooq.Tables.POLICIES;

import dev.clm.core.row.CodedRowRepository;

/** Rows of policies: the tenant's own, and the platform's, which it may read. */
public final class PolicyRepository extends CodedRowRepository {
    public PolicyRepository() {
        super(POLICIES);
    }
}
