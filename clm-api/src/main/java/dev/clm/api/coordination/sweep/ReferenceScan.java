package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.CrossDatabaseReference;
import dev.clm.api.coordination.CrossDatabaseTarget;
import dev.clm.common.integrity.ReferringColumn;
import dev.clm.common.integrity.ReferringRow;
import dev.clm.common.integrity.TargetRow;
import dev.clm.common.integrity.TenantReference;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.integrity.CoreReferringRowRepository;
import dev.clm.core.integrity.Fault;
import dev.clm.migrations.ClmDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the rows whose reference into the other database is broken (requirement X5): the distinct values a page at a time,
 * looked up on the other side in one statement, and rows only of those that are not right there.
 */
final class ReferenceScan {
    private static final int VALUES_A_PAGE = 2_000;
    private static final int ROWS_A_PAGE = 1_000;
    private static final UUID LOWEST = new UUID(0, 0);

    private final DatabaseSide<SecureTransaction> secure;
    private final DatabaseSide<CoreTransaction> core;
    private final CoreReferringRowRepository people;

    ReferenceScan(
            DatabaseSide<SecureTransaction> secure,
            DatabaseSide<CoreTransaction> core,
            CoreReferringRowRepository people) {
        this.secure = secure;
        this.core = core;
        this.people = people;
    }

    /** Gives the ids of suspicious rows to `suspects`, in pages. */
    void run(CrossDatabaseReference reference, Consumer<List<UUID>> suspects) {
        if (reference.database() == ClmDatabase.SECURE) {
            run(secure, reference, suspects);
        } else {
            run(core, reference, suspects);
        }
    }

    /** The faults as they are now; a target about which an event is still on its way makes none: that is traffic. */
    List<Fault> check(CrossDatabaseReference reference, Collection<UUID> rowIds) {
        return reference.database() == ClmDatabase.SECURE
                ? check(secure, core, reference, rowIds)
                : check(core, secure, reference, rowIds);
    }

    private <T> void run(DatabaseSide<T> from, CrossDatabaseReference reference, Consumer<List<UUID>> suspects) {
        run(from, reference, false, suspects);
        if (!reference.column().equals("organization_id")) {
            run(from, reference, true, suspects);
        }
    }

    private <T> void run(
            DatabaseSide<T> from, CrossDatabaseReference reference, boolean ofPlatform, Consumer<List<UUID>> suspects) {
        ReferringColumn column = References.column(reference);
        Optional<TenantReference> after = Optional.empty();
        List<TenantReference> page;
        do {
            Optional<TenantReference> behind = after;
            page = from.read(tx -> from.rows().distinct(tx, column, ofPlatform, behind, VALUES_A_PAGE));
            List<TenantReference> broken = broken(from, reference, page);
            if (!broken.isEmpty()) {
                rows(from, column, broken, suspects);
            }
            after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1));
        } while (page.size() == VALUES_A_PAGE);
    }

    private <T> List<TenantReference> broken(
            DatabaseSide<T> from, CrossDatabaseReference reference, List<TenantReference> page) {
        if (page.isEmpty()) {
            return List.of();
        }
        Set<UUID> values = page.stream().map(TenantReference::value).collect(Collectors.toSet());
        Ends ends = ends(reference.target(), values);
        Set<UUID> departed =
                from.read(tx -> from.rows().departed(tx, reference.target().table(), values));
        References state = new References(reference, ends.targets(), ends.memberships(), departed);
        return page.stream().filter(state::isSuspicious).toList();
    }

    private static <T> void rows(
            DatabaseSide<T> from, ReferringColumn column, List<TenantReference> broken, Consumer<List<UUID>> suspects) {
        UUID after = LOWEST;
        List<ReferringRow> page;
        do {
            UUID behind = after;
            page = from.read(tx -> from.rows().rowsReferring(tx, column, broken, behind, ROWS_A_PAGE));
            if (!page.isEmpty()) {
                suspects.accept(page.stream().map(ReferringRow::id).toList());
                after = page.get(page.size() - 1).id();
            }
        } while (page.size() == ROWS_A_PAGE);
    }

    private <F, O> List<Fault> check(
            DatabaseSide<F> from, DatabaseSide<O> to, CrossDatabaseReference reference, Collection<UUID> rowIds) {
        ReferringColumn column = References.column(reference);
        Set<UUID> values = from.read(tx -> from.rows().rowsById(tx, column, rowIds)).stream()
                .filter(row -> row.value() != null)
                .map(ReferringRow::value)
                .collect(Collectors.toSet());
        Ends ends = ends(reference.target(), values);
        Set<UUID> inFlight = to.read(tx -> to.rows().inFlight(tx, values));
        return from.read(tx -> {
            Set<UUID> departed = from.rows().departed(tx, reference.target().table(), values);
            References state = new References(reference, ends.targets(), ends.memberships(), departed);
            return from.rows().rowsById(tx, column, rowIds).stream()
                    .filter(row -> values.contains(row.value()) && !inFlight.contains(row.value()))
                    .flatMap(row -> state.fault(row).stream()
                            .map(kind -> new Fault(
                                    reference.name(),
                                    kind,
                                    row.id(),
                                    row.organizationId(),
                                    row.value(),
                                    List.of(reference.column()))))
                    .toList();
        });
    }

    private record Ends(Map<UUID, TargetRow> targets, Set<TenantReference> memberships) {}

    private Ends ends(CrossDatabaseTarget target, Set<UUID> ids) {
        if (target.database() == ClmDatabase.SECURE) {
            return secure.read(tx -> new Ends(targets(secure, tx, target, ids), Set.of()));
        }
        return core.read(tx -> new Ends(
                targets(core, tx, target, ids),
                target == CrossDatabaseTarget.USERS ? people.memberships(tx, ids) : Set.of()));
    }

    private static <T> Map<UUID, TargetRow> targets(
            DatabaseSide<T> side, T tx, CrossDatabaseTarget target, Set<UUID> ids) {
        return side.rows().targets(tx, target.table(), References.tenantColumn(target), ids).stream()
                .collect(Collectors.toMap(TargetRow::id, Function.identity()));
    }
}
