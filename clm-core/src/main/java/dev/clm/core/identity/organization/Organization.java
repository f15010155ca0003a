package dev.clm.core.identity.organization;

import dev.clm.common.tenant.OrganizationId;
import java.util.Optional;

/** A tenant that is not deleted. `maximumUsers` is empty where there is no limit. */
public record Organization(OrganizationId id, String code, String name, String status, Optional<Integer> maximumUsers) {

    public boolean isActive() {
        return status.equals("active");
    }
}
