package dev.clm.core.identity.administrator;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.identity.apikey.ApiKey;
import java.util.UUID;

/** The administrator who now exists. The key cannot be read again later: whoever calls has to hand it over. */
public record CreatedAdministrator(UUID userId, String username, OrganizationId organizationId, ApiKey apiKey) {}
