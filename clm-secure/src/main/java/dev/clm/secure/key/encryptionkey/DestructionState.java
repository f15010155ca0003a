package dev.clm.secure.key.encryptionkey;

import dev.clm.common.identifier.Coded;

/** encryption_keys.destruction_state; a key without one is not to be destroyed. One that has it takes no new row (K6). */
public enum DestructionState implements Coded {
    /** Asked for; can be cancelled until it begins. */
    SCHEDULED,
    /** Private keys under it are being marked as lost; nothing leads back. */
    DESTROYING,
    DESTROYED
}
