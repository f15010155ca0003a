package dev.clm.common.coordination;

import java.util.UUID;

/** A row that the other database refers to; `organizationId` is null where every tenant may refer to it. */
public record TargetRow(UUID id, boolean live, UUID organizationId) {}
