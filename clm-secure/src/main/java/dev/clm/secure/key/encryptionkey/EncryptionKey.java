package dev.clm.secure.key.encryptionkey;

import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.util.UUID;

/**
 * What may be known about a row of encryption_keys: never its material.
 *
 * @param organizationId null for the platform's own
 * @param destructionState null as long as it is not to be destroyed
 * @param compromisedAt null as long as nobody has told that it is
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
        KeyPurpose purpose,
        DestructionState destructionState,
        String algorithm,
        int keyVersion,
        long usageCount,
        Integer rotationScheduleDays,
        Instant lastRotatedAt,
        Instant nextRotationAt,
        Instant createdAt,
        Instant compromisedAt,
        Instant destroyedAt) {}
