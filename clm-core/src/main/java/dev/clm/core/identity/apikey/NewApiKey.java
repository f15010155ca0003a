package dev.clm.core.identity.apikey;

import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A key to be stored.
 *
 * @param organizationId the only organization the key can act for
 * @param scopes what the key is restricted to (`certificates:read`); empty where only the user's roles count
 */
public record NewApiKey(
        UUID id,
        String name,
        ApiKey key,
        UUID userId,
        OrganizationId organizationId,
        Optional<List<String>> scopes,
        Optional<Instant> expiresAt) {}
