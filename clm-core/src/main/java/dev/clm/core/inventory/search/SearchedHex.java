package dev.clm.core.inventory.search;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Serial numbers and thumbprints as tools show them: upper or lower case, with colons or spaces between the octets. */
final class SearchedHex {
    static final int SHA256_DIGITS = 64;
    static final int SHA1_DIGITS = 40;

    private static final Pattern SEPARATORS = Pattern.compile("[: ]");
    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+");
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{1,255}");

    private SearchedHex() {}

    /** As serial_number is stored: no leading octets of zero, two digits an octet. */
    static Optional<String> serialNumber(String text) {
        return digits(text)
                .map(digits -> LEADING_ZEROS.matcher(digits).replaceFirst(""))
                .filter(digits -> !digits.isEmpty())
                .map(digits -> digits.length() % 2 == 0 ? digits : "0" + digits);
    }

    static Optional<String> thumbprint(String text, int length) {
        return digits(text).filter(digits -> digits.length() == length);
    }

    private static Optional<String> digits(String text) {
        return Optional.of(SEPARATORS.matcher(text).replaceAll("").toLowerCase(Locale.ROOT))
                .filter(digits -> DIGITS.matcher(digits).matches());
    }
}
