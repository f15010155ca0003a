package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.reference.CrossDatabaseReference;
import dev.clm.api.coordination.reference.ReferenceRule;
import dev.clm.core.coordination.FaultKind;

/** What a repair does about a fault, in words for the operator who decides about it. */
public final class Remedy {
    private Remedy() {}

    public static String of(CrossDatabaseReference reference, FaultKind kind) {
        return reference.isCopy() ? ofCopy(kind) : ofReference(References.rule(reference, kind), kind);
    }

    private static String ofCopy(FaultKind kind) {
        return switch (kind) {
            case COUNTERPART_MISSING ->
                "rebuild from the certificate; tags, category, environment, custom fields and notes are lost";
            case TARGET_MISSING, TARGET_DELETED -> "soft-delete";
            case OTHER_TENANT, COPIES_DIFFER -> "correct from the certificate";
        };
    }

    private static String ofReference(ReferenceRule rule, FaultKind kind) {
        return switch (rule) {
            case NULLIFY -> "set to NULL";
            case SOFT_DELETE -> "soft-delete";
            case QUARANTINE -> "quarantine";
            case KEEP_MARKED ->
                kind == FaultKind.TARGET_MISSING
                        ? "mark the id as gone"
                        : "none, it is evidence: look into it, then ignore the finding";
        };
    }
}
