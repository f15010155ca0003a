package dev.clm.api.http.idempotency;

import dev.clm.common.tenant.OrganizationId;
import java.util.Objects;
import java.util.UUID;

/**
 * A creating request that carries an idempotency key (requirement T4).
 *
 * @param operation method and path, such as `POST /api/v1/certificates`
 * @param fingerprint SHA-256 over method, path, query and raw body, in hex: another request under the same key has another one
 */
public record IdempotencyRequest(
        OrganizationId organization, UUID userId, String key, String operation, String fingerprint) {
    public IdempotencyRequest {
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(fingerprint, "fingerprint");
    }
}
