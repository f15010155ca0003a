package dev.clm.core.identity.apikey;

import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.identity.role.Permissions;
import java.util.Set;
import java.util.UUID;

/** What a valid key stands for; `organizationId` is null where the key may not act for the organization asked for. */
record ApiKeyHolder(
        UUID apiKeyId,
        UUID userId,
        String username,
        OrganizationId organizationId,
        Set<String> roleCodes,
        Permissions permissions) {

    Actor actor(String address, String userAgent, String requestId) {
        return new Actor(userId, username, organizationId, roleCodes, address, userAgent, requestId);
    }
}
