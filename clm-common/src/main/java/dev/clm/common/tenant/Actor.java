package dev.clm.common.tenant;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Who acts, for whom and from where: what a transaction sets as its tenant and what an audit entry records.
 *
 * @param organizationId the acting tenant; every transaction of this actor sees only its rows
 * @param roleCodes roles in force for the actor, for access policies
 * @param ipAddress address of the peer; null where there is none (jobs, command line) or the text given is no address
 */
public record Actor(
        UUID userId,
        String username,
        OrganizationId organizationId,
        Set<String> roleCodes,
        String ipAddress,
        String userAgent,
        String requestId) {

    /** The user `system` (schema.md): inactive, without a login, acts where no person does. */
    public static final UUID SYSTEM_USER_ID = UUID.fromString("00000000-0000-7000-8000-000000000001");

    public Actor {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(organizationId, "organizationId");
        roleCodes = Set.copyOf(roleCodes);
        ipAddress = ClientAddress.parse(ipAddress).orElse(null);
    }

    /** The system user acting for one tenant: bootstrap and jobs. */
    public static Actor system(OrganizationId organizationId) {
        return new Actor(SYSTEM_USER_ID, "system", organizationId, Set.of(), null, null, null);
    }

    /** The system user acting for no tenant: what it does concerns the platform or all of them. */
    public static Actor platform() {
        return system(OrganizationId.of(new UUID(0, 0)));
    }
}
