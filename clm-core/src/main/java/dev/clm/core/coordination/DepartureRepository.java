package dev.clm.core.coordination;

import dev.clm.common.coordination.EventType.Subject;
import dev.clm.core.database.CoreTransaction;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** Deletes and restores that a restored clm_core_db has forgotten, done once more. Needs the service role. */
public final class DepartureRepository {
    /** Whose departures clm_secure_db is told of. */
    public static final Set<Subject> SUBJECTS =
            Set.of(Subject.USER, Subject.ORGANIZATION, Subject.POLICY, Subject.WORKFLOW);

    /** Of one of {@link #SUBJECTS}. Answers how many lived. */
    public int deleteAgain(CoreTransaction tx, Subject subject, Collection<UUID> ids) {
        return tx.dsl()
                .execute(
                        "update " + subject.table()
                                + " set deleted_at = now() where id = any(?) and deleted_at is null",
                        (Object) ids.toArray(UUID[]::new));
    }

    /** Answers how many were deleted. */
    public int restoreAgain(CoreTransaction tx, Subject subject, Collection<UUID> ids) {
        return tx.dsl()
                .execute(
                        "update " + subject.table()
                                + " set deleted_at = null where id = any(?) and deleted_at is not null",
                        (Object) ids.toArray(UUID[]::new));
    }
}
