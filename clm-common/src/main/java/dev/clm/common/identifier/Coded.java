package dev.clm.common.identifier;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** An enum whose values are stored, sent and read as their names in lower case. A released code is permanent. */
public interface Coded {
    String name();

    default String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value of a code that the database holds; null for NULL. */
    static <E extends Enum<E> & Coded> E of(Class<E> type, String code) {
        return code == null ? null : Enum.valueOf(type, code.toUpperCase(Locale.ROOT));
    }

    /** The value of a code that somebody sent; empty where it is none. */
    static <E extends Enum<E> & Coded> Optional<E> find(Class<E> type, String code) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.code().equals(code))
                .findFirst();
    }
}
