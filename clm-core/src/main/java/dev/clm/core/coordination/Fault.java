package dev.clm.core.coordination;

import java.util.List;
import java.util.UUID;

/**
 * Something wrong with one row, as it was at one moment.
 *
 * @param reference the name in the registry of references
 * @param organizationId whose the row says it is, null for the platform's own
 * @param columns those that differ, where the kind is about copies
 */
public record Fault(
        String reference, FaultKind kind, UUID rowId, UUID organizationId, UUID targetId, List<String> columns) {
    public Fault {
        columns = List.copyOf(columns);
    }

    /** The same fault at another moment: what it points to may have changed. */
    public boolean isSameAs(Fault other) {
        return reference.equals(other.reference) && kind == other.kind && rowId.equals(other.rowId);
    }
}
