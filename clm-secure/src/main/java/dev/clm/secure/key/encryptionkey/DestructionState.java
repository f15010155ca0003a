package dev.clm.secure.key.encryptionkey;

import java.util.Locale;

/** encryption_keys.destruction_state; a key without one is not to be destroyed. One that has it takes no new row (K6). */
public enum DestructionState {
    /** Asked for; can be cancelled until it begins. */
    SCHEDULED,
    /** Private keys under it are being marked as lost; nothing leads back. */
    DESTROYING,
    DESTROYED;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DestructionState ofCode(String code) {
        return code == null ? null : valueOf(code.toUpperCase(Locale.ROOT));
    }
}
