package dev.clm.common.coordination;

import dev.clm.common.database.DatabaseTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;

/**
 * The tables `departed_targets` and `cascade_effects`, which both databases have (requirement X4). Every change of a row is
 * remembered with the target it followed, so that a restore takes back exactly that and nothing that somebody did since: a
 * row is put back only while it still is as the cascade left it.
 *
 * @param <T> the transaction of the database the tables are in
 */
public final class CascadeRepository<T extends DatabaseTransaction> {
    private static final String UNLESS_KNOWN = """
            t.event_sequence < d.event_sequence or (t.event_sequence = d.event_sequence and not t.is_complete)
            """;
    private static final String DEPART = """
            insert into departed_targets as t
              (target_table, target_id, is_departed, is_removed, event_id, event_sequence, second_look_at)
            select {0}, d.target_id, true, {1}, d.event_id, d.event_sequence, now() + {2} * interval '1 millisecond'
            from unnest({3}, {4}, {5}) as d (target_id, event_id, event_sequence) order by d.target_id
            on conflict (target_id, target_table) do update set is_departed = true, is_removed = excluded.is_removed,
              is_complete = false, event_id = excluded.event_id, event_sequence = excluded.event_sequence,
              second_look_at = excluded.second_look_at, changed_at = now()
            where %s
            returning target_id
            """.formatted(UNLESS_KNOWN.replace("d.", "excluded."));
    private static final String COME_BACK = """
            update departed_targets t set is_departed = false, is_removed = false, is_complete = false,
              event_id = d.event_id, event_sequence = d.event_sequence, second_look_at = null, changed_at = now()
            from unnest({1}, {2}, {3}) as d (target_id, event_id, event_sequence)
            where t.target_id = d.target_id and t.target_table = {0} and (%s)
            returning t.target_id
            """.formatted(UNLESS_KNOWN);
    /** The two halves of the condition on deleted_at let the planner use the indexes of live and of deleted rows. */
    private static final String FOLLOW = """
            with doomed as (
              select r.id, d.target_id, d.event_id from {0} r
              join unnest({5}, {6}) as d (target_id, event_id) on d.target_id = r.{1}
              where r.{1} = any({5}) and {2} limit {7} for update of r),
            changed as (
              update {0} r set {3} from doomed d where r.id = d.id returning r.id, r.organization_id, d.target_id, d.event_id)
            insert into cascade_effects (reference, row_id, target_id, event_id, organization_id)
            select {4}, id, target_id, event_id, organization_id from changed
            returning target_id, organization_id
            """;

    private static final String TAKE_BACK = """
            with due as (
              select e.id, e.row_id, e.target_id, e.applied_at from cascade_effects e
              where e.target_id = any({3}) and e.reference = {4} and e.undone_at is null limit {5} for update),
            back as (
              update {0} r set {1} from due where r.id = due.row_id and {2})
            update cascade_effects e set undone_at = now() from due where e.id = due.id
            returning e.target_id, e.organization_id
            """;

    private static final String FORGET = """
            delete from cascade_effects where id in (
              (select id from cascade_effects where undone_at < now() - {0} limit {2})
              union all (select id from cascade_effects where applied_at < now() - {1} limit {2})
              union all (select e.id from departed_targets d join cascade_effects e on e.target_id = d.target_id
                where d.is_departed and d.is_removed and d.changed_at < now() - {0} and e.undone_at is null limit {2}))
            """;

    /** Marks targets as departed, and answers those whose event is news, or was not followed to its end. */
    public Set<UUID> depart(T tx, String table, boolean removed, Duration secondLook, List<Departure> departures) {
        return tx.dsl()
                .fetch(
                        DEPART,
                        DSL.val(table),
                        DSL.val(removed),
                        DSL.val(secondLook.toMillis()),
                        DSL.val(column(departures, Departure::targetId)),
                        DSL.val(column(departures, Departure::eventId)),
                        DSL.val(departures.stream().map(Departure::sequence).toArray(Long[]::new)))
                .intoSet(0, UUID.class);
    }

    /** Marks departed targets as back; one that never departed has no mark and needs none. */
    public Set<UUID> comeBack(T tx, String table, List<Departure> returns) {
        return tx.dsl()
                .fetch(
                        COME_BACK,
                        DSL.val(table),
                        DSL.val(column(returns, Departure::targetId)),
                        DSL.val(column(returns, Departure::eventId)),
                        DSL.val(returns.stream().map(Departure::sequence).toArray(Long[]::new)))
                .intoSet(0, UUID.class);
    }

    /** A departed target whose second look is due. */
    public record SecondLook(UUID id, String table, boolean removed, Departure departure) {}

    /** Takes at most `limit` targets whose second look is due; it counts as done when the transaction commits. */
    public List<SecondLook> dueForSecondLook(T tx, int limit) {
        return tx.dsl()
                .fetch("""
                        update departed_targets set second_look_at = null
                        where id in (
                          select id from departed_targets where second_look_at <= now() and is_departed
                          order by second_look_at limit ? for update skip locked)
                        returning id, target_table, target_id, is_removed, event_id, event_sequence""", limit)
                .map(r -> new SecondLook(
                        r.get("id", UUID.class),
                        r.get("target_table", String.class),
                        r.get("is_removed", Boolean.class),
                        new Departure(
                                r.get("target_id", UUID.class),
                                r.get("event_id", UUID.class),
                                r.get("event_sequence", Long.class))));
    }

    /** For a target that has more rows than fit into one transaction. */
    public int lookAgainNow(T tx, SecondLook look) {
        return tx.dsl().execute("update departed_targets set second_look_at = now() where id = ?", look.id());
    }

    public int complete(T tx, String table, Collection<UUID> targets) {
        return tx.dsl()
                .execute(
                        "update departed_targets set is_complete = true where target_table = ? and target_id = any(?)",
                        table,
                        targets.toArray(UUID[]::new));
    }

    /** Lets at most `limit` rows follow their departed targets. */
    public List<AffectedRows> follow(T tx, CascadingColumn rule, List<Departure> departures, int limit) {
        Condition unstamped =
                rule.stamp() == null ? DSL.noCondition() : DSL.condition("r.{0} is null", name(rule.stamp()));
        Condition open = rule.softDeletable()
                ? unstamped.and("(r.deleted_at is null or r.deleted_at is not null)")
                : unstamped.and("true");
        return affected(
                rule,
                tx.dsl()
                        .fetch(
                                FOLLOW,
                                name(rule.table()),
                                name(rule.column()),
                                open,
                                rule.stamp() == null
                                        ? DSL.sql("{0} = null", name(rule.column()))
                                        : DSL.sql("{0} = now()", name(rule.stamp())),
                                DSL.val(rule.reference()),
                                DSL.val(column(departures, Departure::targetId)),
                                DSL.val(column(departures, Departure::eventId)),
                                DSL.val(limit)));
    }

    /** Puts at most `limit` rows back to what they were before they followed; the rest of what was done to them stays. */
    public List<AffectedRows> takeBack(T tx, CascadingColumn rule, Collection<UUID> targets, int limit) {
        return affected(
                rule,
                tx.dsl()
                        .fetch(
                                TAKE_BACK,
                                name(rule.table()),
                                rule.stamp() == null
                                        ? DSL.sql("{0} = due.target_id", name(rule.column()))
                                        : DSL.sql("{0} = null", name(rule.stamp())),
                                rule.stamp() == null
                                        ? DSL.condition("r.{0} is null", name(rule.column()))
                                        : DSL.condition("r.{0} = due.applied_at", name(rule.stamp())),
                                DSL.val(targets.toArray(UUID[]::new)),
                                DSL.val(rule.reference()),
                                DSL.val(limit)));
    }

    /**
     * Forgets effects that nothing can take back any more: taken back already, or their target gone altogether, both for as long
     * as applied events are kept; and all that are older than `kept`. At most `limit` of each.
     */
    public int forget(T tx, Duration kept, int limit) {
        return tx.dsl().execute(FORGET, age(AppliedEventRepository.KEPT), age(kept), DSL.inline(limit));
    }

    private static QueryPart age(Duration length) {
        return DSL.sql("{0} * interval '1 millisecond'", DSL.val(length.toMillis()));
    }

    private static UUID[] column(List<Departure> departures, Function<Departure, UUID> value) {
        return departures.stream().map(value).toArray(UUID[]::new);
    }

    private static QueryPart name(String identifier) {
        return DSL.name(identifier);
    }

    private static List<AffectedRows> affected(CascadingColumn rule, Result<Record> rows) {
        List<AffectedRows> affected = new ArrayList<>();
        rows.intoGroups(r -> new AffectedRows(
                        r.get("target_id", UUID.class), r.get("organization_id", UUID.class), rule.reference(), 0))
                .forEach((key, group) -> affected.add(
                        new AffectedRows(key.targetId(), key.organizationId(), key.reference(), group.size())));
        return affected;
    }
}
