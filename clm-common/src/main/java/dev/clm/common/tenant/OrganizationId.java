package dev.clm.common.tenant;

import java.util.Objects;
import java.util.UUID;

/** The tenant of a row or of a transaction (organizations.id). */
public record OrganizationId(UUID value) {
    public OrganizationId {
        Objects.requireNonNull(value, "value");
    }

    public static OrganizationId of(UUID value) {
        return new OrganizationId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
