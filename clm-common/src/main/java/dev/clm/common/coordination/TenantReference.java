package dev.clm.common.coordination;

import java.util.UUID;

/** What rows of one tenant refer to; `organizationId` is null for rows of the platform's own. */
public record TenantReference(UUID organizationId, UUID value) {}
