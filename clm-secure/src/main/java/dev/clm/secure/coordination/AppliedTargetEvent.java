package dev.clm.secure.coordination;

import java.time.Instant;
import java.util.UUID;

/** A delete or a restore in clm_core_db that this database was told of. `eventType` is such as `user.deleted`. */
public record AppliedTargetEvent(UUID eventId, UUID targetId, String eventType, Instant appliedAt) {
    /** What it was: user, organization, policy or workflow. */
    public String target() {
        return eventType.substring(0, eventType.indexOf('.'));
    }

    public boolean isDeletion() {
        return eventType.endsWith(".deleted");
    }
}
