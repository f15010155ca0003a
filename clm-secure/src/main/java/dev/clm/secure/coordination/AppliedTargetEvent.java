package dev.clm.secure.coordination;

import dev.clm.common.coordination.EventType;
import java.time.Instant;
import java.util.UUID;

/** A delete or a restore in clm_core_db that this database was told of. */
public record AppliedTargetEvent(UUID eventId, UUID targetId, EventType type, Instant appliedAt) {
    public boolean isDeletion() {
        return type.change() == EventType.Change.DELETED;
    }
}
