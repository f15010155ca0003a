package dev.clm.api.issuance;

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
        String slug =
                subject.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        StringBuilder name = new StringBuilder(slug.substring(0, Math.min(slug.length(), LONGEST)));
        if (name.length() > 0) {
            name.append('-');
        }
        long bits = RANDOM.nextLong();
        for (int i = 0; i < SUFFIX; i++, bits >>>= 5) {
            name.append(ALPHABET[(int) (bits & 31)]);
        }
        return name.toString();
    }
}
