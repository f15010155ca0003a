package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.reference.CrossDatabaseReference;
import dev.clm.api.coordination.reference.CrossDatabaseTarget;
import dev.clm.api.coordination.sweep.TargetLookup.Ends;
import dev.clm.common.coordination.ReferenceGroup;
import dev.clm.common.coordination.ReferringColumn;
import dev.clm.common.coordination.ReferringRow;
import dev.clm.common.coordination.TenantReference;
import dev.clm.common.database.DatabaseTransaction;
import dev.clm.core.coordination.Fault;
import dev.clm.core.coordination.FaultKind;
import dev.clm.core.database.CoreTransaction;
import dev.clm.migrations.ClmDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Finds the rows whose reference into the other database is broken (requirement X5). A first look takes the first distinct
 * values of all columns at once, which are all there are of most; the rest follow a page at a time. Values are looked up on
 * the other side, and rows read only of those that are not right there.
 */
final class ReferenceScan {
    private static final int VALUES_AT_FIRST = 100;
    private static final int VALUES_A_PAGE = 2_000;
    private static final int ROWS_A_PAGE = 1_000;
    private static final UUID LOWEST = new UUID(0, 0);

    private final DatabaseSide<SecureTransaction> secure;
    private final DatabaseSide<CoreTransaction> core;
    private final TargetLookup targets;

    ReferenceScan(DatabaseSide<SecureTransaction> secure, DatabaseSide<CoreTransaction> core, TargetLookup targets) {
        this.secure = secure;
        this.core = core;
        this.targets = targets;
    }

    /** Gives the ids of suspicious rows to `suspects`, in pages. */
    void run(Collection<CrossDatabaseReference> references, BiConsumer<CrossDatabaseReference, List<UUID>> suspects) {
        run(secure, in(ClmDatabase.SECURE, references), suspects);
        run(core, in(ClmDatabase.CORE, references), suspects);
    }

    /** The faults as they are now; a target about which an event is still on its way makes none: that is traffic. */
    List<Fault> check(CrossDatabaseReference reference, Collection<UUID> rowIds) {
        return reference.database() == ClmDatabase.SECURE
                ? check(secure, core, reference, rowIds)
                : check(core, secure, reference, rowIds);
    }

    /** The references of tenants' rows in one column, or those of the platform's. */
    private record Part(CrossDatabaseReference reference, ReferenceGroup group) {}

    private static List<Part> in(ClmDatabase database, Collection<CrossDatabaseReference> references) {
        List<Part> parts = new ArrayList<>();
        for (CrossDatabaseReference reference : references) {
            if (reference.database() == database) {
                ReferringColumn column = References.column(reference);
                parts.add(new Part(reference, new ReferenceGroup(column, false)));
                if (!reference.column().equals("organization_id")) {
                    parts.add(new Part(reference, new ReferenceGroup(column, true)));
                }
            }
        }
        return parts;
    }

    private <T extends DatabaseTransaction> void run(
            DatabaseSide<T> from, List<Part> parts, BiConsumer<CrossDatabaseReference, List<UUID>> suspects) {
        List<List<TenantReference>> first = from.read(tx ->
                from.rows().firstDistinct(tx, parts.stream().map(Part::group).toList(), VALUES_AT_FIRST));
        Map<CrossDatabaseTarget, Set<UUID>> values = new EnumMap<>(CrossDatabaseTarget.class);
        for (int i = 0; i < parts.size(); i++) {
            Set<UUID> ids = first.get(i).stream().map(TenantReference::value).collect(Collectors.toSet());
            if (!ids.isEmpty()) {
                values.computeIfAbsent(parts.get(i).reference().target(), none -> new HashSet<>())
                        .addAll(ids);
            }
        }
        Known known = values.isEmpty() ? Known.NOTHING : known(from, values);
        for (int i = 0; i < parts.size(); i++) {
            scan(from, parts.get(i), first.get(i), known, suspects);
        }
    }

    private <T extends DatabaseTransaction> void scan(
            DatabaseSide<T> from,
            Part part,
            List<TenantReference> first,
            Known known,
            BiConsumer<CrossDatabaseReference, List<UUID>> suspects) {
        report(from, part, first, known, suspects);
        List<TenantReference> page = first;
        int full = VALUES_AT_FIRST;
        while (page.size() == full) {
            Optional<TenantReference> behind = Optional.of(page.get(page.size() - 1));
            page = from.read(tx -> from.rows().distinct(tx, part.group(), behind, VALUES_A_PAGE));
            full = VALUES_A_PAGE;
            if (!page.isEmpty()) {
                report(from, part, page, known(from, values(part.reference().target(), page)), suspects);
            }
        }
    }

    private record Known(Ends ends, Map<CrossDatabaseTarget, Set<UUID>> departed) {
        static final Known NOTHING = new Known(new Ends(Map.of(), Set.of()), Map.of());
    }

    private <T extends DatabaseTransaction> Known known(
            DatabaseSide<T> from, Map<CrossDatabaseTarget, Set<UUID>> values) {
        return new Known(targets.ends(values), from.read(tx -> TargetLookup.departed(from, tx, values)));
    }

    private static <T extends DatabaseTransaction> void report(
            DatabaseSide<T> from,
            Part part,
            List<TenantReference> page,
            Known known,
            BiConsumer<CrossDatabaseReference, List<UUID>> suspects) {
        References state = References.of(part.reference(), known.ends(), known.departed());
        List<TenantReference> broken = page.stream().filter(state::isSuspicious).toList();
        UUID after = LOWEST;
        int found = broken.isEmpty() ? 0 : ROWS_A_PAGE;
        while (found == ROWS_A_PAGE) {
            UUID behind = after;
            List<UUID> rows = from
                    .read(tx -> from.rows().rowsReferring(tx, part.group().column(), broken, behind, ROWS_A_PAGE))
                    .stream()
                    .map(ReferringRow::id)
                    .toList();
            found = rows.size();
            if (found > 0) {
                suspects.accept(part.reference(), rows);
                after = rows.get(found - 1);
            }
        }
    }

    private <F extends DatabaseTransaction, O extends DatabaseTransaction> List<Fault> check(
            DatabaseSide<F> from, DatabaseSide<O> to, CrossDatabaseReference reference, Collection<UUID> rowIds) {
        ReferringColumn column = References.column(reference);
        Map<CrossDatabaseTarget, Set<UUID>> values = values(
                reference.target(),
                from.read(tx -> from.rows().rowsById(tx, column, rowIds)).stream()
                        .map(ReferringRow::reference)
                        .toList());
        Set<UUID> ids = values.get(reference.target());
        Ends ends = targets.ends(values);
        Set<UUID> inFlight = to.read(tx -> to.rows().inFlight(tx, ids));
        return from.read(tx -> {
            References state = References.of(reference, ends, TargetLookup.departed(from, tx, values));
            return from.rows().rowsById(tx, column, rowIds).stream()
                    .filter(row -> ids.contains(row.value()) && !inFlight.contains(row.value()))
                    .flatMap(row -> state.fault(row).stream().map(kind -> fault(reference, row, kind)))
                    .toList();
        });
    }

    private static Fault fault(CrossDatabaseReference reference, ReferringRow row, FaultKind kind) {
        return new Fault(
                reference.name(), kind, row.id(), row.organizationId(), row.value(), List.of(reference.column()));
    }

    private static Map<CrossDatabaseTarget, Set<UUID>> values(
            CrossDatabaseTarget target, Collection<TenantReference> references) {
        return Map.of(
                target,
                references.stream()
                        .map(TenantReference::value)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()));
    }
}
