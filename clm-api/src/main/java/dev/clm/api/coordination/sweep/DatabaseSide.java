package dev.clm.api.coordination.sweep;

import dev.clm.common.coordination.DigestRepository;
import dev.clm.common.coordination.ReferringRowRepository;
import dev.clm.common.coordination.RepairRepository;
import dev.clm.common.database.DatabaseTransaction;
import dev.clm.common.database.ServiceRole;
import java.util.function.Function;

/**
 * One of the two databases as the sweep sees it.
 *
 * @param <T> its transaction, so that a statement for the other one does not compile
 */
record DatabaseSide<T extends DatabaseTransaction>(
        ServiceRole<T> role, ReferringRowRepository<T> rows, DigestRepository<T> digests, RepairRepository<T> repairs) {

    /** A short read-only transaction over all tenants. */
    <R> R read(Function<T, R> work) {
        return role.run("compare both databases for all tenants", tx -> rows.reading(tx, () -> work.apply(tx)));
    }

    <R> R write(Function<T, R> work) {
        return role.run("repair what a sweep found, of any tenant", work);
    }
}
