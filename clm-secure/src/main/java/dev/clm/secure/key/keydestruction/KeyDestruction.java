package dev.clm.secure.key.keydestruction;

import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.util.UUID;

/**
 * A destruction that was asked for.
 *
 * @param dueSeenAt when it was first seen due; null before
 * @param shred whether the private keys under the key go with it
 * @param stopsOrganization whether the key may be the active one, whose organization then stores no private key
 */
public record KeyDestruction(
        UUID id,
        OrganizationId organizationId,
        UUID encryptionKeyId,
        boolean shred,
        boolean stopsOrganization,
        String reason,
        UUID requestedByUserId,
        Instant requestedAt,
        Instant dueAt,
        Instant dueSeenAt) {}
