package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.reference.CrossDatabaseTarget;
import dev.clm.common.coordination.TargetRow;
import dev.clm.common.coordination.TenantReference;
import dev.clm.common.database.DatabaseTransaction;
import dev.clm.core.coordination.UserOrganizationRepository;
import dev.clm.core.database.CoreTransaction;
import dev.clm.migrations.ClmDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What references point to, looked up at their other end, and what their own end knows to be gone. */
final class TargetLookup {
    private final DatabaseSide<SecureTransaction> secure;
    private final DatabaseSide<CoreTransaction> core;
    private final UserOrganizationRepository organizations;

    TargetLookup(
            DatabaseSide<SecureTransaction> secure,
            DatabaseSide<CoreTransaction> core,
            UserOrganizationRepository organizations) {
        this.secure = secure;
        this.core = core;
        this.organizations = organizations;
    }

    /** The rows that exist of each table, and the organizations that the users among them belong to, or belonged to. */
    record Ends(Map<CrossDatabaseTarget, Map<UUID, TargetRow>> rows, Set<TenantReference> memberships) {}

    /** One transaction in the database of the targets, which are all in the same one. */
    Ends ends(Map<CrossDatabaseTarget, Set<UUID>> ids) {
        boolean inSecure = ids.keySet().stream().anyMatch(target -> target.database() == ClmDatabase.SECURE);
        return inSecure
                ? secure.read(tx -> new Ends(rows(secure, tx, ids), Set.of()))
                : core.read(tx -> new Ends(rows(core, tx, ids), memberships(tx, ids)));
    }

    /** Those of the targets that the referring side has marked as gone. */
    static <T extends DatabaseTransaction> Map<CrossDatabaseTarget, Set<UUID>> departed(
            DatabaseSide<T> from, T tx, Map<CrossDatabaseTarget, Set<UUID>> ids) {
        return ids.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        some -> from.rows().departed(tx, some.getKey().table(), some.getValue())));
    }

    private Set<TenantReference> memberships(CoreTransaction tx, Map<CrossDatabaseTarget, Set<UUID>> ids) {
        Set<UUID> users = ids.getOrDefault(CrossDatabaseTarget.USERS, Set.of());
        return users.isEmpty() ? Set.of() : organizations.memberships(tx, users);
    }

    private static <T extends DatabaseTransaction> Map<CrossDatabaseTarget, Map<UUID, TargetRow>> rows(
            DatabaseSide<T> side, T tx, Map<CrossDatabaseTarget, Set<UUID>> ids) {
        return ids.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        some -> side
                                .rows()
                                .targets(
                                        tx,
                                        some.getKey().table(),
                                        References.tenantColumn(some.getKey()),
                                        some.getValue())
                                .stream()
                                .collect(Collectors.toMap(TargetRow::id, Function.identity()))));
    }
}
