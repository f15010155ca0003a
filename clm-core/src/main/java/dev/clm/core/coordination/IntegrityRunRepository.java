package dev.clm.core.coordination;

import static dev.clm.core.jooq.Tables.INTEGRITY_RUNS;

import dev.clm.common.identifier.Identifiers;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.jooq.tables.records.IntegrityRunsRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Sweeps, one running at a time over all instances. Only for the service role. */
public final class IntegrityRunRepository {
    private static final String RUNNING = "running";

    /** Empty where another one is running. */
    public Optional<IntegrityRun> start(CoreTransaction tx, String startedBy, UUID user, boolean repair) {
        return tx.dsl()
                .insertInto(INTEGRITY_RUNS)
                .set(INTEGRITY_RUNS.ID, Identifiers.next())
                .set(INTEGRITY_RUNS.STARTED_BY, startedBy)
                .set(INTEGRITY_RUNS.STARTED_BY_USER_ID, user)
                .set(INTEGRITY_RUNS.REPAIR, repair)
                .onConflictDoNothing()
                .returning()
                .fetchOptional(IntegrityRunRepository::run);
    }

    /** Runs whose process is gone: no sign of life for this long. */
    public int abandon(CoreTransaction tx, Duration silence) {
        return tx.dsl()
                .update(INTEGRITY_RUNS)
                .set(INTEGRITY_RUNS.STATUS, "failed")
                .set(INTEGRITY_RUNS.ERROR_MESSAGE, "the process that ran it is gone")
                .set(INTEGRITY_RUNS.COMPLETED_AT, DSL.currentInstant())
                .where(INTEGRITY_RUNS.STATUS.eq(RUNNING))
                .and(DSL.condition(
                        "heartbeat_at < now() - {0} * interval '1 millisecond'", DSL.val(silence.toMillis())))
                .execute();
    }

    /** A sign of life. Answers whether the run still counts as running. */
    public boolean progress(CoreTransaction tx, UUID id, long done, long total) {
        return tx.changed(tx.dsl()
                .update(INTEGRITY_RUNS)
                .set(INTEGRITY_RUNS.DONE, done)
                .set(INTEGRITY_RUNS.TOTAL, total)
                .set(INTEGRITY_RUNS.HEARTBEAT_AT, DSL.currentInstant())
                .where(isRunning(id)));
    }

    public boolean complete(CoreTransaction tx, IntegrityRun run) {
        return tx.changed(tx.dsl()
                .update(INTEGRITY_RUNS)
                .set(INTEGRITY_RUNS.STATUS, "completed")
                .set(INTEGRITY_RUNS.DONE, run.done())
                .set(INTEGRITY_RUNS.TOTAL, run.total())
                .set(INTEGRITY_RUNS.CANDIDATES, run.candidates())
                .set(INTEGRITY_RUNS.CONFIRMED, run.confirmed())
                .set(INTEGRITY_RUNS.REPAIRED, run.repaired())
                .set(INTEGRITY_RUNS.FAILED, run.failed())
                .set(INTEGRITY_RUNS.COMPLETED_AT, DSL.currentInstant())
                .where(isRunning(run.id())));
    }

    public boolean fail(CoreTransaction tx, UUID id, String error) {
        return tx.changed(tx.dsl()
                .update(INTEGRITY_RUNS)
                .set(INTEGRITY_RUNS.STATUS, "failed")
                .set(INTEGRITY_RUNS.ERROR_MESSAGE, error)
                .set(INTEGRITY_RUNS.COMPLETED_AT, DSL.currentInstant())
                .where(isRunning(id)));
    }

    public Optional<IntegrityRun> find(CoreTransaction tx, UUID id) {
        return tx.dsl()
                .selectFrom(INTEGRITY_RUNS)
                .where(INTEGRITY_RUNS.ID.eq(id))
                .fetchOptional(IntegrityRunRepository::run);
    }

    /** Newest first, older than `before`. */
    public List<IntegrityRun> list(CoreTransaction tx, UUID before, int limit) {
        return tx.dsl()
                .selectFrom(INTEGRITY_RUNS)
                .where(INTEGRITY_RUNS.ID.lt(before))
                .orderBy(INTEGRITY_RUNS.ID.desc())
                .limit(limit)
                .fetch(IntegrityRunRepository::run);
    }

    private static Condition isRunning(UUID id) {
        return INTEGRITY_RUNS.ID.eq(id).and(INTEGRITY_RUNS.STATUS.eq(RUNNING));
    }

    private static IntegrityRun run(IntegrityRunsRecord r) {
        return new IntegrityRun(
                r.getId(),
                r.getStartedBy(),
                r.getRepair(),
                r.getStatus(),
                r.getTotal(),
                r.getDone(),
                r.getCandidates(),
                r.getConfirmed(),
                r.getRepaired(),
                r.getFailed(),
                r.getErrorMessage(),
                r.getStartedAt(),
                r.getCompletedAt());
    }
}
