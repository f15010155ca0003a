package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.util.Locale;

/** Host names for certificates: LDH and A-labels (RFC 5890, 2.3), a wildcard as the whole leftmost label (RFC 6125, 6.4.3). */
final class DnsName {
    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL_LENGTH = 63;
    private static final String WILDCARD = "*.";

    private DnsName() {}

    /** Lower case, no trailing dot; wildcards allowed. */
    static String normalise(String name, String field) {
        if (!name.startsWith(WILDCARD)) {
            return host(name, field);
        }
        String parent = host(name.substring(WILDCARD.length()), field);
        if (parent.indexOf('.') < 0 || name.length() > MAX_LENGTH) {
            throw ClmException.invalid(field, "invalid_wildcard", "a wildcard needs at least two labels to its right");
        }
        return WILDCARD + parent;
    }

    /** Lower case, no trailing dot, no wildcard. */
    static String host(String name, String field) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw refused(field, "a DNS name has 1 to 253 characters");
        }
        // Before the case is changed: beyond ASCII there are letters whose lower case is an ASCII one.
        if (!name.chars().allMatch(c -> c < 0x80)) {
            throw refused(field, "a DNS name is in ASCII; other letters are written as xn--");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        String[] labels = lower.split("\\.", -1);
        for (String label : labels) {
            requireLabel(label, field);
        }
        if (labels[labels.length - 1].chars().allMatch(DnsName::isDigit)) {
            throw refused(field, "the last label must not be a number: an address goes into type IP");
        }
        return lower;
    }

    private static void requireLabel(String label, String field) {
        if (label.indexOf('*') >= 0) {
            throw ClmException.invalid(field, "invalid_wildcard", "a wildcard must be the whole leftmost label");
        }
        if (label.isEmpty() || label.length() > MAX_LABEL_LENGTH) {
            throw refused(field, "each label has 1 to 63 characters, and no dot ends the name");
        }
        if (!label.chars().allMatch(DnsName::isLetterDigitHyphen)) {
            throw refused(field, "labels consist of letters, digits and hyphens");
        }
        if (label.startsWith("-") || label.endsWith("-")) {
            throw refused(field, "a label must not start or end with a hyphen");
        }
        if (label.startsWith("--", 2) && !ALabel.isValid(label)) {
            throw refused(field, "a label with hyphens in third and fourth place must be a valid A-label");
        }
    }

    private static ClmException refused(String field, String detail) {
        return ClmException.invalid(field, "invalid_dns_name", detail);
    }

    private static boolean isLetterDigitHyphen(int c) {
        return c >= 'a' && c <= 'z' || isDigit(c) || c == '-';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
