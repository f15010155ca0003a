package dev.clm.secure.key.privatekey;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a private key can be asked for; the values of access_policy.allowed_operations. */
public enum KeyOperation {
    SIGN,
    EXPORT;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<KeyOperation> ofCode(String code) {
        return Arrays.stream(values())
                .filter(operation -> operation.code().equals(code))
                .findFirst();
    }
}
