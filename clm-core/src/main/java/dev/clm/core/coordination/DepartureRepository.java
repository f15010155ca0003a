package dev.clm.core.coordination;

import dev.clm.core.database.CoreTransaction;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Deletes and restores that a restored clm_core_db has forgotten, done once more. Needs the service role. */
public final class DepartureRepository {
    private static final Map<String, String> TABLES =
            Map.of("user", "users", "organization", "organizations", "policy", "policies", "workflow", "workflows");

    /** `target` is user, organization, policy or workflow. Answers how many lived. */
    public int deleteAgain(CoreTransaction tx, String target, Collection<UUID> ids) {
        return tx.dsl()
                .execute(
                        "update " + TABLES.get(target)
                                + " set deleted_at = now() where id = any(?) and deleted_at is null",
                        (Object) ids.toArray(UUID[]::new));
    }

    /** Answers how many were deleted. */
    public int restoreAgain(CoreTransaction tx, String target, Collection<UUID> ids) {
        return tx.dsl()
                .execute(
                        "update " + TABLES.get(target)
                                + " set deleted_at = null where id = any(?) and deleted_at is not null",
                        (Object) ids.toArray(UUID[]::new));
    }
}
