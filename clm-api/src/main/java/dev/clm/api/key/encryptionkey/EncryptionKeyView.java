package dev.clm.api.key.encryptionkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.api.http.description.Codes;
import dev.clm.secure.key.encryptionkey.DestructionState;
import dev.clm.secure.key.encryptionkey.EncryptionKey;
import dev.clm.secure.key.encryptionkey.KeyPurpose;
import dev.clm.secure.key.encryptionkey.KeyStatus;
import dev.clm.secure.key.encryptionkey.KeyType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key of encryption_keys as the API shows it, never its material.
 *
 * @param references rows it protects
 * @param referencesExact false where they were not all counted: then there are so many or more
 * @param usageCount encryptions reserved so far; at `usage_limit` the key is due for rotation (requirement K4)
 * @param destructionDueAt null where no destruction was asked for
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record EncryptionKeyView(
        UUID id,
        String keyId,
        UUID organizationId,
        @Codes(of = KeyType.class) String keyType,
        @Codes(of = KeyStatus.class) String keyStatus,
        @Codes(of = KeyPurpose.class) String purpose,
        int keyVersion,
        String algorithm,
        long references,
        boolean referencesExact,
        long usageCount,
        long usageLimit,
        @Nullable Integer rotationScheduleDays,
        @Nullable Instant lastRotatedAt,
        @Nullable Instant nextRotationAt,
        Instant createdAt,
        @Nullable Instant compromisedAt,
        @Codes(of = DestructionState.class) @Nullable String destructionState,
        @Nullable Instant destructionDueAt,
        @Nullable Instant destroyedAt) {

    static EncryptionKeyView of(
            EncryptionKey key, long references, boolean exact, long usageLimit, Instant destructionDueAt) {
        return new EncryptionKeyView(
                key.id(),
                key.keyId(),
                key.organizationId().value(),
                key.keyType().code(),
                key.keyStatus().code(),
                key.purpose().code(),
                key.keyVersion(),
                key.algorithm(),
                references,
                exact,
                key.usageCount(),
                usageLimit,
                key.rotationScheduleDays(),
                key.lastRotatedAt(),
                key.nextRotationAt(),
                key.createdAt(),
                key.compromisedAt(),
                key.destructionState() == null ? null : key.destructionState().code(),
                destructionDueAt,
                key.destroyedAt());
    }
}
