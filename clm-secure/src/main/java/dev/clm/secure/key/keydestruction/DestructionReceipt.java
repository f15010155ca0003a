package dev.clm.secure.key.keydestruction;

import java.time.Instant;

/**
 * What a destruction left.
 *
 * @param materialSha256 hex digest of the wrapped key that was erased
 * @param privateKeysLost rows of private_keys that nothing can decrypt any more
 * @param auditEventId secure_audit_log.event_id
 */
public record DestructionReceipt(
        KeyDestruction destruction,
        String keyId,
        Instant destroyedAt,
        String materialSha256,
        long privateKeysLost,
        String auditEventId) {}
