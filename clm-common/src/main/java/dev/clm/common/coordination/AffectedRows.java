package dev.clm.common.coordination;

import java.util.UUID;

/** How many rows of one organization followed a target; `organizationId` is null for rows of the platform. */
public record AffectedRows(UUID targetId, UUID organizationId, String reference, int rows) {}
