package dev.clm.pki.request;

import java.text.Normalizer;
import java.util.Optional;

/**
 * Internationalised labels (RFC 5890, 2.3.2.1): xn-- and the Punycode (RFC 3492) of letters, marks and digits in NFC. The
 * JDK's IDN knows only IDNA 2003 and would refuse names that registries give out today.
 */
final class ALabel {
    private static final String PREFIX = "xn--";
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 0x80;

    private ALabel() {}

    /** Expects a label of lower-case letters, digits and hyphens. */
    static boolean isValid(String label) {
        return label.startsWith(PREFIX)
                && decode(label.substring(PREFIX.length()))
                        .filter(ALabel::isULabel)
                        .isPresent();
    }

    private static boolean isULabel(String unicode) {
        return unicode.codePoints().allMatch(ALabel::isAllowed)
                && unicode.codePoints().anyMatch(c -> c >= INITIAL_N)
                && !unicode.startsWith("-")
                && !unicode.endsWith("-")
                && !isMark(Character.getType(unicode.codePointAt(0)))
                && Normalizer.isNormalized(unicode, Normalizer.Form.NFC);
    }

    private static boolean isAllowed(int c) {
        int type = Character.getType(c);
        return switch (type) {
            case Character.LOWERCASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER -> true;
            // The contextual characters of RFC 5892, appendix A.
            default -> isMark(type) || c == '-' || c == 0xB7 || c == 0x30FB || c == 0x200C || c == 0x200D;
        };
    }

    private static boolean isMark(int type) {
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** RFC 3492, 6.2. Distinct inputs give distinct outputs, so there is no second spelling to look for. */
    static Optional<String> decode(String punycode) {
        int delimiter = punycode.lastIndexOf('-');
        StringBuilder output = new StringBuilder(delimiter > 0 ? punycode.substring(0, delimiter) : "");
        long n = INITIAL_N;
        long i = 0;
        int bias = INITIAL_BIAS;
        int position = delimiter >= 0 ? delimiter + 1 : 0;
        int points = output.length();
        while (position < punycode.length()) {
            long start = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = position < punycode.length() ? digit(punycode.charAt(position++)) : BASE;
                i += digit * weight;
                if (digit >= BASE || i > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
                int threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
            }
            points++;
            bias = adapt(i - start, points, start == 0);
            n += i / points;
            i %= points;
            if (n > Character.MAX_CODE_POINT || n >= Character.MIN_SURROGATE && n <= Character.MAX_SURROGATE) {
                return Optional.empty();
            }
            output.insert(output.offsetByCodePoints(0, (int) i), Character.toChars((int) n));
            i++;
        }
        return Optional.of(output.toString());
    }

    private static int adapt(long delta, int points, boolean first) {
        long rest = first ? delta / DAMP : delta / 2;
        rest += rest / points;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return (int) (k + (BASE - T_MIN + 1) * rest / (rest + SKEW));
    }

    private static int digit(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        return c >= '0' && c <= '9' ? c - '0' + 26 : BASE;
    }
}
