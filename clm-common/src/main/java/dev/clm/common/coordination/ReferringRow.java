package dev.clm.common.coordination;

import java.util.UUID;

/**
 * A row as far as its reference is concerned.
 *
 * @param organizationId null for a row of the platform's own
 * @param value null where the row refers to nothing (any more)
 */
public record ReferringRow(UUID id, UUID organizationId, UUID value, boolean deleted, boolean quarantined) {
    public TenantReference reference() {
        return new TenantReference(organizationId, value);
    }
}
