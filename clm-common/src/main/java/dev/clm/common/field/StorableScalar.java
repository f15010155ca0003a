package dev.clm.common.field;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Whether jsonb keeps a JSON scalar as it came: texts that can be stored, and numbers of a size that peers can read (RFC 8259, 6). */
public final class StorableScalar {
    private static final int MOST_DIGITS = 100;

    private StorableScalar() {}

    public static boolean isStorable(Object value) {
        if (value instanceof String text) {
            return StorableText.isStorable(text);
        }
        if (value instanceof BigInteger number) {
            return number.bitLength() <= 4 * MOST_DIGITS;
        }
        if (value instanceof BigDecimal number) {
            return number.precision() <= MOST_DIGITS && Math.abs(number.scale()) <= MOST_DIGITS;
        }
        if (value instanceof Double number) {
            return Double.isFinite(number);
        }
        return value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long;
    }
}
