package dev.clm.common.identifier;

import java.security.SecureRandom;
import java.util.Locale;

/** Names for people: what a thing is about, in safe characters, and 60 random bits that make it unique. */
public final class DisplayName {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int SUFFIX = 12;
    private static final int LONGEST = 60;

    private DisplayName() {}

    /** Such as `www-example-com-7k2m9q4x1n5b`. */
    public static String of(String subject) {
        StringBuilder name = slug(subject.toLowerCase(Locale.ROOT));
        if (name.length() > 0 && name.charAt(name.length() - 1) != '-') {
            name.append('-');
        }
        long bits = RANDOM.nextLong();
        for (int i = 0; i < SUFFIX; i++, bits >>>= 5) {
            name.append(ALPHABET[(int) (bits & 31)]);
        }
        return name.toString();
    }

    /** Letters and digits; whatever stands between two of them becomes one hyphen. */
    private static StringBuilder slug(String text) {
        StringBuilder slug = new StringBuilder(LONGEST + 1 + SUFFIX);
        for (int i = 0; i < text.length() && slug.length() < LONGEST; i++) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
                slug.append(c);
            } else if (slug.length() > 0 && slug.charAt(slug.length() - 1) != '-') {
                slug.append('-');
            }
        }
        return slug;
    }
}
