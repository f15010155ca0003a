package dev.clm.secure.key.encryptionkey;

import dev.clm.common.error.ClmException;
import java.util.Locale;

/** encryption_keys.key_type. */
public enum KeyType {
    /** Proves the master key; carries no secret. */
    MASTER,
    /** Encrypts private keys. */
    DATA,
    SESSION,
    HMAC;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static KeyType ofCode(String code) {
        for (KeyType type : values()) {
            if (type.code().equals(code)) {
                return type;
            }
        }
        throw ClmException.invalid("key_type", "unknown_value", "not a key type");
    }
}
