package dev.clm.secure.key.encryptionkey;

import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.util.UUID;

/**
 * What may be known about a row of encryption_keys: never its material.
 *
 * @param organizationId null for the platform's own (master rows)
 * @param usageCount encryptions reserved so far (K4)
 * @param lastRotatedAt null before the first rotation
 * @param nextRotationAt null where no schedule is set
 * @param destroyedAt null as long as it has its material
 */
public record EncryptionKey(
        UUID id,
        String keyId,
        OrganizationId organizationId,
        KeyType keyType,
        KeyStatus keyStatus,
        String algorithm,
        int keyVersion,
        long usageCount,
        Integer rotationScheduleDays,
        Instant lastRotatedAt,
        Instant nextRotationAt,
        Instant createdAt,
        Instant destroyedAt) {}
