package dev.clm.secure.key.encryptionkey;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Encryptions under one data key that are counted already, for work that encrypts inside a transaction (K4). Whoever set it aside
 * owns it, and any of its threads may spend; what is left over when it is dropped stays counted as used.
 */
public final class EncryptionAllowance {
    private final UUID keyId;
    private final AtomicInteger left;

    EncryptionAllowance(UUID keyId, int encryptions) {
        this.keyId = keyId;
        this.left = new AtomicInteger(encryptions);
    }

    /** How many are left. */
    public int left() {
        return Math.max(0, left.get());
    }

    void spend(UUID key) {
        if (!keyId.equals(key) || left.getAndDecrement() <= 0) {
            throw new IllegalStateException("more encryptions than were set aside");
        }
    }
}
