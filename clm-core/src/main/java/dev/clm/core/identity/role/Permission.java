package dev.clm.core.identity.role;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a role or the scope of an API key may permit (requirement A1): an action on a resource. docs/PATHS.md says which path
 * needs which. A released word is permanent: roles and scopes are stored.
 */
public enum Permission {
    CERTIFICATES_CREATE("certificates", "create"),
    CERTIFICATES_READ("certificates", "read"),
    CERTIFICATES_UPDATE("certificates", "update"),
    /** To soft-delete, and to restore. */
    CERTIFICATES_DELETE("certificates", "delete"),
    CERTIFICATES_REVOKE("certificates", "revoke"),
    CERTIFICATES_EXPORT("certificates", "export"),
    /** To say who may use a private key, and for what. */
    PRIVATE_KEYS_UPDATE("private_keys", "update"),
    CERTIFICATE_AUTHORITIES_CREATE("certificate_authorities", "create"),

    ENCRYPTION_KEYS_READ("encryption_keys", "read", "keys"),
    ENCRYPTION_KEYS_ROTATE("encryption_keys", "rotate", "keys"),
    ENCRYPTION_KEYS_DESTROY("encryption_keys", "destroy"),
    MASTER_KEY_ROTATE("master_key", "rotate"),

    INTEGRITY_READ("integrity", "read"),
    INTEGRITY_REPAIR("integrity", "repair"),
    OUTBOX_READ("outbox", "read"),
    OUTBOX_UPDATE("outbox", "update"),

    USERS_CREATE("users", "create"),
    USERS_READ("users", "read"),
    USERS_UPDATE("users", "update"),
    USERS_DELETE("users", "delete"),
    ORGANIZATIONS_CREATE("organizations", "create"),
    ORGANIZATIONS_READ("organizations", "read"),
    ORGANIZATIONS_UPDATE("organizations", "update"),
    ORGANIZATIONS_DELETE("organizations", "delete"),

    POLICIES_CREATE("policies", "create"),
    POLICIES_READ("policies", "read"),
    POLICIES_UPDATE("policies", "update"),
    POLICIES_DELETE("policies", "delete"),
    WORKFLOWS_CREATE("workflows", "create"),
    WORKFLOWS_READ("workflows", "read"),
    WORKFLOWS_UPDATE("workflows", "update"),
    WORKFLOWS_DELETE("workflows", "delete"),
    WORKFLOWS_EXECUTE("workflows", "execute"),
    WORKFLOWS_APPROVE("workflows", "approve"),

    AUDIT_READ("audit", "read");

    private final String resource;
    private final String action;
    private final List<String> spellings;

    Permission(String resource, String action) {
        this.resource = resource;
        this.action = action;
        this.spellings = List.of(resource);
    }

    /** `former` is a word for the same resource that stored roles and scopes may still have. */
    Permission(String resource, String action, String former) {
        this.resource = resource;
        this.action = action;
        this.spellings = List.of(resource, former);
    }

    public static Optional<Permission> of(String resource, String action) {
        return Arrays.stream(values())
                .filter(permission -> permission.resource.equals(resource) && permission.action.equals(action))
                .findFirst();
    }

    /** As a scope has it: `certificates:create`. */
    public String code() {
        return resource + ":" + action;
    }

    String action() {
        return action;
    }

    /** The words that a role or a scope may call the resource by. */
    List<String> spellings() {
        return spellings;
    }
}
