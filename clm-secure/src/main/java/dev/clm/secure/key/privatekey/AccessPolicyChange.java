package dev.clm.secure.key.privatekey;

import dev.clm.common.error.ClmException;
import dev.clm.common.field.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Rules of an access policy that are set, or, where a member is null, lifted; the others stay (RFC 7396). */
public final class AccessPolicyChange {
    private final Map<String, Object> members;
    private final AccessPolicy set;

    private AccessPolicyChange(Map<String, Object> members) {
        this.members = members;
        this.set = over(new HashMap<>());
    }

    /** @throws ClmException naming the member that is wrong */
    public static AccessPolicyChange of(Map<String, Object> members) {
        return new AccessPolicyChange(members);
    }

    public AccessPolicy appliedTo(AccessPolicy policy) {
        return over(new HashMap<>(Json.readObject(AccessPolicyJson.write(policy))));
    }

    /** Users that it names. */
    public Set<UUID> users() {
        return set.allowedUserIds().orElse(Set.of());
    }

    private AccessPolicy over(Map<String, Object> rules) {
        members.forEach((rule, value) -> {
            if (value == null && AccessPolicyJson.isRule(rule)) {
                rules.remove(rule);
            } else {
                rules.put(rule, value);
            }
        });
        return AccessPolicyJson.parse("", Json.write(rules));
    }
}
