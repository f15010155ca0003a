package dev.clm.core.coordination;

import static dev.clm.core.jooq.Tables.INTEGRITY_FINDINGS;

import dev.clm.common.identifier.Coded;
import dev.clm.common.identifier.Identifiers;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.jooq.tables.records.IntegrityFindingsRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.JSONB;
import org.jooq.Param;
import org.jooq.impl.DSL;

/** What sweeps found. A fault is one row for as long as it stands, however often it is seen. Only for the service role. */
public final class IntegrityFindingRepository {
    private static final String OBSERVE = """
            insert into integrity_findings
              (id, run_id, reference, kind, row_id, row_organization_id, target_id, differing_columns, first_seen, last_seen)
            select f.id, {0}, f.reference, f.kind, f.row_id, f.organization_id, f.target_id,
              case when f.columns = '' then null else string_to_array(f.columns, ',') end, now(), now()
            from unnest({1}, {2}, {3}, {4}, {5}, {6}, {7})
              f (id, reference, kind, row_id, organization_id, target_id, columns)
            on conflict (reference, row_id, kind) where state <> 'repaired' do update
            set last_seen = excluded.last_seen, run_id = excluded.run_id, target_id = excluded.target_id,
              differing_columns = excluded.differing_columns
            returning xmax = 0""";

    /** Answers how many of the faults were not known before. */
    public int observe(CoreTransaction tx, UUID run, List<Fault> faults) {
        if (faults.isEmpty()) {
            return 0;
        }
        return (int) tx
                .dsl()
                .fetch(
                        OBSERVE,
                        DSL.val(run),
                        ids(faults, fault -> Identifiers.next()),
                        texts(faults, Fault::reference),
                        texts(faults, fault -> fault.kind().code()),
                        ids(faults, Fault::rowId),
                        ids(faults, Fault::organizationId),
                        ids(faults, Fault::targetId),
                        texts(faults, fault -> String.join(",", fault.columns())))
                .stream()
                .filter(row -> row.get(0, Boolean.class))
                .count();
    }

    /** Candidates that stood for the grace period become open. Answers how many. */
    public int confirm(CoreTransaction tx, Duration grace) {
        return tx.dsl()
                .update(INTEGRITY_FINDINGS)
                .set(INTEGRITY_FINDINGS.STATE, FindingState.OPEN.code())
                .set(INTEGRITY_FINDINGS.CHANGED_AT, DSL.currentInstant())
                .where(INTEGRITY_FINDINGS.STATE.eq(FindingState.CANDIDATE.code()))
                .and(DSL.condition(
                        "last_seen - first_seen >= {0} * interval '1 millisecond'", DSL.val(grace.toMillis())))
                .execute();
    }

    /** Candidates whose grace period is over, by id: they are looked at once more. */
    public List<IntegrityFinding> due(CoreTransaction tx, Duration grace, UUID after, int limit) {
        return fetch(
                tx,
                INTEGRITY_FINDINGS
                        .STATE
                        .eq(FindingState.CANDIDATE.code())
                        .and(DSL.condition(
                                "first_seen <= now() - {0} * interval '1 millisecond'", DSL.val(grace.toMillis()))),
                after,
                limit);
    }

    /** Faults that stood before and that a sweep did not see again, by id. */
    public List<IntegrityFinding> unseenSince(CoreTransaction tx, Instant since, UUID after, int limit) {
        return fetch(
                tx,
                INTEGRITY_FINDINGS.STATE.ne(FindingState.REPAIRED.code()).and(INTEGRITY_FINDINGS.LAST_SEEN.lt(since)),
                after,
                limit);
    }

    /** A page, by id, which is the order of detection. */
    public List<IntegrityFinding> inState(CoreTransaction tx, FindingState state, UUID after, int limit) {
        return fetch(tx, INTEGRITY_FINDINGS.STATE.eq(state.code()), after, limit);
    }

    public Optional<IntegrityFinding> find(CoreTransaction tx, UUID id) {
        return tx.dsl()
                .selectFrom(INTEGRITY_FINDINGS)
                .where(INTEGRITY_FINDINGS.ID.eq(id))
                .fetchOptional(IntegrityFindingRepository::finding);
    }

    public int count(CoreTransaction tx, FindingState state) {
        return tx.dsl().fetchCount(INTEGRITY_FINDINGS, INTEGRITY_FINDINGS.STATE.eq(state.code()));
    }

    /** In how long the youngest candidate's grace period is over; empty where there is no candidate. */
    public Optional<Duration> lastDueIn(CoreTransaction tx, Duration grace) {
        return tx.dsl()
                .select(DSL.field(
                        "(extract(epoch from max({0}) - now()) * 1000)::bigint",
                        Long.class, INTEGRITY_FINDINGS.FIRST_SEEN))
                .from(INTEGRITY_FINDINGS)
                .where(INTEGRITY_FINDINGS.STATE.eq(FindingState.CANDIDATE.code()))
                .fetchOptional(r -> r.value1() == null ? null : grace.plusMillis(r.value1()));
    }

    /** Answers whether the finding was in one of the states. */
    public boolean change(CoreTransaction tx, UUID id, Collection<FindingState> from, FindingState to, UUID user) {
        return tx.changed(tx.dsl()
                .update(INTEGRITY_FINDINGS)
                .set(INTEGRITY_FINDINGS.STATE, to.code())
                .set(INTEGRITY_FINDINGS.CHANGED_AT, DSL.currentInstant())
                .set(INTEGRITY_FINDINGS.CHANGED_BY_USER_ID, user)
                .setNull(INTEGRITY_FINDINGS.LAST_ERROR)
                .where(INTEGRITY_FINDINGS.ID.eq(id))
                .and(INTEGRITY_FINDINGS.STATE.in(
                        from.stream().map(FindingState::code).toList())));
    }

    /** Written before the repair, so that a crash right after it leaves what takes it back. Null: nothing was changed. */
    public boolean noteUndo(CoreTransaction tx, UUID id, String undo) {
        return tx.changed(tx.dsl()
                .update(INTEGRITY_FINDINGS)
                .set(INTEGRITY_FINDINGS.UNDO, undo == null ? null : JSONB.valueOf(undo))
                .where(INTEGRITY_FINDINGS.ID.eq(id))
                .and(INTEGRITY_FINDINGS.STATE.ne(FindingState.REPAIRED.code())));
    }

    public boolean noteError(CoreTransaction tx, UUID id, String error) {
        return tx.changed(tx.dsl()
                .update(INTEGRITY_FINDINGS)
                .set(INTEGRITY_FINDINGS.LAST_ERROR, error)
                .where(INTEGRITY_FINDINGS.ID.eq(id)));
    }

    /** Findings whose fault is gone by itself. */
    public int remove(CoreTransaction tx, Collection<UUID> ids) {
        return tx.dsl()
                .deleteFrom(INTEGRITY_FINDINGS)
                .where(INTEGRITY_FINDINGS.ID.eq(DSL.any(ids.toArray(UUID[]::new))))
                .and(INTEGRITY_FINDINGS.STATE.ne(FindingState.REPAIRED.code()))
                .execute();
    }

    private static List<IntegrityFinding> fetch(CoreTransaction tx, Condition which, UUID after, int limit) {
        return tx.dsl()
                .selectFrom(INTEGRITY_FINDINGS)
                .where(which.and(INTEGRITY_FINDINGS.ID.gt(after)))
                .orderBy(INTEGRITY_FINDINGS.ID)
                .limit(limit)
                .fetch(IntegrityFindingRepository::finding);
    }

    private static IntegrityFinding finding(IntegrityFindingsRecord r) {
        return new IntegrityFinding(
                r.getId(),
                r.getRunId(),
                new Fault(
                        r.getReference(),
                        Coded.of(FaultKind.class, r.getKind()),
                        r.getRowId(),
                        r.getRowOrganizationId(),
                        r.getTargetId(),
                        r.getDifferingColumns() == null ? List.of() : Arrays.asList(r.getDifferingColumns())),
                Coded.of(FindingState.class, r.getState()),
                r.getFirstSeen(),
                r.getLastSeen(),
                r.getChangedAt(),
                r.getLastError(),
                r.getUndo() == null ? null : r.getUndo().data());
    }

    private static Param<UUID[]> ids(List<Fault> faults, Function<Fault, UUID> value) {
        return DSL.val(faults.stream().map(value).toArray(UUID[]::new));
    }

    private static Param<String[]> texts(List<Fault> faults, Function<Fault, String> value) {
        return DSL.val(faults.stream().map(value).toArray(String[]::new));
    }
}
