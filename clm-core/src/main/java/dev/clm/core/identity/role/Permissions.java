package dev.clm.core.identity.role;

import dev.clm.common.field.Json;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a caller may do: the union of its roles' permissions (`{"certificates":["read"]}`, `*` for any), cut down to the
 * scopes of the credential where it has any (`certificates:read`). What cannot be read grants nothing.
 */
public final class Permissions {
    public static final Permissions NONE = new Permissions(Map.of(), null);
    private static final String ANY = "*";

    private final Map<String, Set<String>> granted;
    private final Set<String> scopes;

    private Permissions(Map<String, Set<String>> granted, Set<String> scopes) {
        this.granted = granted;
        this.scopes = scopes;
    }

    /** The union of roles.permissions documents, parents' included. */
    public static Permissions ofRoles(Collection<String> documents) {
        Map<String, Set<String>> granted = new HashMap<>();
        for (String document : documents) {
            Json.read(document)
                    .filter(JsonNode::isObject)
                    .ifPresent(roles -> roles.properties().forEach(p -> grant(granted, p.getKey(), p.getValue())));
        }
        return new Permissions(granted, null);
    }

    /** The same permissions under a credential's scopes; an empty collection leaves nothing. */
    public Permissions restrictedTo(Collection<String> scopes) {
        return new Permissions(granted, Set.copyOf(scopes));
    }

    public boolean allows(Permission permission) {
        return permission.spellings().stream().anyMatch(resource -> isGranted(resource, permission.action()))
                && permission.spellings().stream().anyMatch(resource -> isInScope(resource, permission.action()));
    }

    private boolean isGranted(String resource, String action) {
        return contains(granted.get(resource), action) || contains(granted.get(ANY), action);
    }

    private boolean isInScope(String resource, String action) {
        return scopes == null
                || scopes.contains(resource + ":" + action)
                || scopes.contains(resource + ":" + ANY)
                || scopes.contains(ANY + ":" + action)
                || scopes.contains(ANY + ":" + ANY);
    }

    private static boolean contains(Set<String> actions, String action) {
        return actions != null && (actions.contains(action) || actions.contains(ANY));
    }

    private static void grant(Map<String, Set<String>> granted, String resource, JsonNode actions) {
        if (!actions.isArray()) {
            return;
        }
        Set<String> known = granted.computeIfAbsent(resource, r -> new HashSet<>());
        for (JsonNode action : actions) {
            if (action.isString()) {
                known.add(action.asString());
            }
        }
    }
}
