package dev.clm.secure.key.keyrotation;

import dev.clm.common.tenant.Actor;
import dev.clm.secure.key.encryptionkey.KeyPurpose;
import java.util.UUID;

/**
 * A rotation that is to begin.
 *
 * @param rowsPerSecond null for as fast as it goes
 * @param verifyPercent how many of a hundred rows step 4 decrypts
 */
public record NewRotation(
        UUID id,
        Actor actor,
        UUID oldKeyId,
        UUID newKeyId,
        boolean madeNewKey,
        KeyPurpose purpose,
        RotationType type,
        String reason,
        Integer rowsPerSecond,
        int verifyPercent) {}
