package dev.clm.core.database;

import dev.clm.common.database.SqlState;
import dev.clm.common.database.TransactionRunner;
import dev.clm.common.tenant.Actor;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/** clm_core_db: transactions for a tenant under row-level security (requirement S3), and the named way past it. */
public final class CoreDatabase extends TransactionRunner<CoreTransaction> {
    /** A follower that could not be asked is left alone for so long. */
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final Optional<DataSource> follower;
    private volatile long notBefore = System.nanoTime();

    /** `tenantPool` logs in as clm_core_user, `servicePool` as clm_core_service. */
    public CoreDatabase(DataSource tenantPool, DataSource servicePool) {
        this(tenantPool, servicePool, Optional.empty());
    }

    /** `follower` logs in as clm_core_user on a server that follows this one, perhaps a little behind. */
    public CoreDatabase(DataSource tenantPool, DataSource servicePool, Optional<? extends DataSource> follower) {
        super("clm_core_db", tenantPool, servicePool, CoreTransaction::new);
        this.follower = follower.map(DataSource.class::cast);
    }

    /** Work that only reads and may be a little behind: on the follower, and here where there is none or it is away. */
    public <R> R inSearch(Actor actor, Function<CoreTransaction, R> work) {
        if (follower.isPresent() && System.nanoTime() - notBefore >= 0) {
            try {
                return inTransactionOn(follower.get(), actor.organizationId(), work);
            } catch (RuntimeException failure) {
                // On a follower, retryable is only what its recovery is in the way of; it may lack what is new, too.
                if (SqlState.isAway(failure) || SqlState.isUndefined(failure)) {
                    notBefore = System.nanoTime() + PAUSE;
                } else if (!SqlState.isRetryable(failure) && !SqlState.isExhausted(failure)) {
                    throw failure;
                }
            }
        }
        return inTransaction(actor, work);
    }
}
