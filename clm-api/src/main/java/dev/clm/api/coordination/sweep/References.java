package dev.clm.api.coordination.sweep;

import static dev.clm.api.coordination.reference.ReferenceRule.KEEP_MARKED;

import dev.clm.api.coordination.reference.CrossDatabaseReference;
import dev.clm.api.coordination.reference.CrossDatabaseTarget;
import dev.clm.api.coordination.reference.ReferenceRule;
import dev.clm.common.coordination.ReferringColumn;
import dev.clm.common.coordination.ReferringRow;
import dev.clm.common.coordination.TargetRow;
import dev.clm.common.coordination.TenantReference;
import dev.clm.common.tenant.Actor;
import dev.clm.core.coordination.FaultKind;
import dev.clm.migrations.ClmDatabase;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What is wrong with one reference, told from both ends of it. The registry decides what a deleted target means and when a
 * row already shows what its rule asks for.
 */
record References(
        CrossDatabaseReference reference,
        Map<UUID, TargetRow> targets,
        Set<TenantReference> memberships,
        Set<UUID> departed) {

    static References of(
            CrossDatabaseReference reference, TargetLookup.Ends ends, Map<CrossDatabaseTarget, Set<UUID>> departed) {
        return new References(
                reference,
                ends.rows().getOrDefault(reference.target(), Map.of()),
                ends.memberships(),
                departed.getOrDefault(reference.target(), Set.of()));
    }

    static ReferringColumn column(CrossDatabaseReference reference) {
        return new ReferringColumn(
                reference.table(), reference.column(), reference.target().database() == ClmDatabase.SECURE);
    }

    /** The column that says whose a target is; people belong to no single organization. */
    static Optional<String> tenantColumn(CrossDatabaseTarget target) {
        return switch (target) {
            case USERS -> Optional.empty();
            case ORGANIZATIONS -> Optional.of("id");
            default -> Optional.of("organization_id");
        };
    }

    /** What a repair of this kind of fault does. */
    static ReferenceRule rule(CrossDatabaseReference reference, FaultKind kind) {
        return kind == FaultKind.TARGET_MISSING ? reference.onOrphan() : reference.onDelete();
    }

    boolean isSuspicious(TenantReference pair) {
        return kind(pair)
                .filter(kind -> rule(reference, kind) != KEEP_MARKED || !departed.contains(pair.value()))
                .isPresent();
    }

    /** Empty where the row is right, or its rule has been followed. */
    Optional<FaultKind> fault(ReferringRow row) {
        return row.value() == null ? Optional.empty() : kind(row.reference()).filter(kind -> !isSettled(row, kind));
    }

    private boolean isSettled(ReferringRow row, FaultKind kind) {
        if (kind == FaultKind.TARGET_DELETED && row.deleted()) {
            return true;
        }
        return switch (rule(reference, kind)) {
            case NULLIFY -> false;
            case SOFT_DELETE -> row.deleted();
            case QUARANTINE -> row.quarantined();
            case KEEP_MARKED -> kind == FaultKind.TARGET_MISSING && departed.contains(row.value());
        };
    }

    private Optional<FaultKind> kind(TenantReference pair) {
        TargetRow target = targets.get(pair.value());
        if (target == null) {
            return Optional.of(FaultKind.TARGET_MISSING);
        }
        if (!target.live()) {
            return reference.needsLiveTarget() ? Optional.of(FaultKind.TARGET_DELETED) : Optional.empty();
        }
        return isForeign(pair, target) ? Optional.of(FaultKind.OTHER_TENANT) : Optional.empty();
    }

    private boolean isForeign(TenantReference pair, TargetRow target) {
        if (pair.organizationId() == null) {
            return false;
        }
        if (reference.target() == CrossDatabaseTarget.USERS) {
            return !pair.value().equals(Actor.SYSTEM_USER_ID) && !memberships.contains(pair);
        }
        return target.organizationId() != null && !target.organizationId().equals(pair.organizationId());
    }
}
