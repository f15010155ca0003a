package dev.clm.core.identity.apikey;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.core.identity.role.Permission;
import dev.clm.core.identity.role.Permissions;
import java.util.UUID;

/** Who presented a valid key, for which tenant, and what roles and the key's scopes together permit. */
public record AuthenticatedCaller(UUID apiKeyId, Actor actor, Permissions permissions) {

    public boolean allows(Permission permission) {
        return permissions.allows(permission);
    }

    /** Refuses with FORBIDDEN what the caller may not do. */
    public void require(Permission permission) {
        if (!allows(permission)) {
            throw ClmException.of(ErrorCode.FORBIDDEN, "this needs the permission " + permission.code());
        }
    }
}
