package dev.clm.secure.key.privatekey;

import dev.clm.common.tenant.Actor;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * Who may use a private key, for what and how often (private_keys.access_policy). A rule left out restricts nothing; an empty
 * list allows nobody. Where users and roles are both named, either is enough.
 */
public record AccessPolicy(
        Optional<Set<KeyOperation>> allowedOperations,
        Optional<Set<UUID>> allowedUserIds,
        Optional<Set<String>> allowedRoleCodes,
        OptionalInt maxUsesPerDay,
        boolean requireMfa) {
    public static final AccessPolicy UNRESTRICTED =
            new AccessPolicy(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(), false);

    public AccessPolicy {
        allowedOperations = allowedOperations.map(Set::copyOf);
        allowedUserIds = allowedUserIds.map(Set::copyOf);
        allowedRoleCodes = allowedRoleCodes.map(Set::copyOf);
    }

    public boolean allows(KeyOperation operation) {
        return allowedOperations.map(all -> all.contains(operation)).orElse(true);
    }

    /** All but the daily limit, which is decided by counting: {@link PrivateKeyRepository#countUse}. */
    public AccessDecision decide(Actor actor, KeyOperation operation, boolean mfaPassed) {
        if (!allows(operation)) {
            return AccessDecision.OPERATION_NOT_ALLOWED;
        }
        if (!allows(actor)) {
            return AccessDecision.USER_NOT_ALLOWED;
        }
        return requireMfa && !mfaPassed ? AccessDecision.MFA_REQUIRED : AccessDecision.ALLOWED;
    }

    private boolean allows(Actor actor) {
        if (allowedUserIds.isEmpty() && allowedRoleCodes.isEmpty()) {
            return true;
        }
        return allowedUserIds.orElse(Set.of()).contains(actor.userId())
                || !Collections.disjoint(allowedRoleCodes.orElse(Set.of()), actor.roleCodes());
    }
}
