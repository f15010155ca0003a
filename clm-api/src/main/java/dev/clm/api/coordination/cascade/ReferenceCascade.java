package dev.clm.api.coordination.cascade;

import dev.clm.api.coordination.reference.CrossDatabaseReference;
import dev.clm.api.coordination.reference.CrossDatabaseTarget;
import dev.clm.api.coordination.reference.ReferenceRule;
import dev.clm.api.coordination.reference.TargetEvent;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.audit.AuditLog;
import dev.clm.common.coordination.AffectedRows;
import dev.clm.common.coordination.CascadeRepository;
import dev.clm.common.coordination.CascadingColumn;
import dev.clm.common.coordination.Departure;
import dev.clm.common.coordination.EventType.Change;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.database.DatabaseTransaction;
import dev.clm.common.database.ServiceRole;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.migrations.ClmDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Lets the rows of one database follow what was deleted in the other, by the rule of each reference, and takes that back
 * when it is restored (requirement X4). It works in pieces, each a transaction of its own; an event that was followed to its
 * end is not followed again, and one that an event after it has overtaken is not followed any further.
 *
 * @param <T> the transaction of the database whose rows follow
 */
public final class ReferenceCascade<T extends DatabaseTransaction> {
    private static final int PIECE = 2_000;
    private static final int PIECES_A_DELIVERY = 10;
    /** Longer than any transaction that could have checked the target before it was deleted. */
    private static final Duration SECOND_LOOK = Duration.ofMinutes(2);

    private final ClmDatabase here;
    private final ServiceRole<T> database;
    private final AuditLog<T> auditLog;
    private final AuditCategory category;
    private final CascadeRepository<T> repository = new CascadeRepository<>();

    /** What it did to whose rows is an entry of `category`, in the transaction of the change. */
    public ReferenceCascade(ClmDatabase here, ServiceRole<T> database, AuditLog<T> auditLog, AuditCategory category) {
        this.here = here;
        this.database = database;
        this.auditLog = auditLog;
        this.category = category;
    }

    /** Follows events that all tell the same of different rows. */
    public void follow(TargetEvent event, List<OutboxEvent> events) {
        List<Departure> targets = events.stream()
                .map(e -> new Departure(e.aggregateId(), e.id(), e.sequence()))
                .toList();
        for (int i = 0; i < PIECES_A_DELIVERY; i++) {
            if (!database.run("follow deletes of the other database", tx -> piece(tx, event, targets))) {
                return;
            }
        }
        throw new UnfinishedCascade();
    }

    /** Follows once more what was deleted a while ago: for rows that were written meanwhile. Answers how many targets. */
    int lookAgain(int limit) {
        return database.run("look again for references to what was deleted", tx -> {
            List<CascadeRepository.SecondLook> due = repository.dueForSecondLook(tx, limit);
            due.forEach(look -> {
                TargetEvent event = new TargetEvent(
                        CrossDatabaseTarget.ofTable(look.table()), look.removed() ? Change.REMOVED : Change.DELETED);
                if (effects(tx, event, List.of(look.departure()))) {
                    repository.lookAgainNow(tx, look);
                }
            });
            return due.size();
        });
    }

    /** Forgets effects that no restore can take back any more, and all that are older than `kept`. Answers how many. */
    int forget(Duration kept, int limit) {
        return database.run("forget cascades of all tenants", tx -> repository.forget(tx, kept, limit));
    }

    private boolean piece(T tx, TargetEvent event, List<Departure> targets) {
        String table = event.target().table();
        Set<UUID> news = event.change() == Change.RESTORED
                ? repository.comeBack(tx, table, targets)
                : repository.depart(tx, table, event.change() == Change.REMOVED, SECOND_LOOK, targets);
        List<Departure> open =
                targets.stream().filter(t -> news.contains(t.targetId())).toList();
        if (open.isEmpty()) {
            return false;
        }
        boolean more = effects(tx, event, open);
        if (!more) {
            repository.complete(tx, table, news);
        }
        return more;
    }

    /** Answers whether there may be more. */
    private boolean effects(T tx, TargetEvent event, List<Departure> targets) {
        boolean more = false;
        List<AffectedRows> affected = new ArrayList<>();
        for (CrossDatabaseReference reference : CrossDatabaseReference.to(event.target())) {
            if (reference.database() == here && !reference.isCopy()) {
                List<AffectedRows> rows = effects(tx, event.change(), reference, targets);
                affected.addAll(rows);
                more |= rows.stream().mapToInt(AffectedRows::rows).sum() >= PIECE;
            }
        }
        auditLog.append(tx, entries(event, affected));
        return more;
    }

    /** Rows of the platform are nobody's, and so is the entry that would name them: they stand in cascade_effects alone. */
    private List<AuditEntry> entries(TargetEvent event, List<AffectedRows> affected) {
        return affected.stream()
                .filter(rows -> rows.organizationId() != null)
                .map(rows -> AuditEntry.success(
                        Actor.system(OrganizationId.of(rows.organizationId())),
                        category,
                        event.target().word(),
                        rows.targetId(),
                        event.change() == Change.RESTORED ? "cascade_taken_back" : "cascaded",
                        Map.of("reference", rows.reference(), "rows", rows.rows())))
                .toList();
    }

    private List<AffectedRows> effects(T tx, Change change, CrossDatabaseReference reference, List<Departure> targets) {
        if (change == Change.RESTORED) {
            List<UUID> ids = targets.stream().map(Departure::targetId).toList();
            List<AffectedRows> affected = new ArrayList<>();
            for (ReferenceRule rule : EnumSet.of(reference.onDelete(), reference.onOrphan())) {
                if (rule != ReferenceRule.KEEP_MARKED) {
                    affected.addAll(repository.takeBack(tx, column(reference, rule), ids, PIECE));
                }
            }
            return affected;
        }
        ReferenceRule rule = change == Change.REMOVED ? reference.onOrphan() : reference.onDelete();
        return rule == ReferenceRule.KEEP_MARKED
                ? List.of()
                : repository.follow(tx, column(reference, rule), targets, PIECE);
    }

    private static CascadingColumn column(CrossDatabaseReference reference, ReferenceRule rule) {
        String stamp = switch (rule) {
            case SOFT_DELETE -> "deleted_at";
            case QUARANTINE -> "quarantined_at";
            case NULLIFY, KEEP_MARKED -> null;
        };
        return new CascadingColumn(
                reference.name(), reference.table(), reference.column(), stamp, reference.isSoftDeletable());
    }
}
