package dev.clm.pki.lint;

import java.util.regex.Pattern;

/** The syntax of host names (RFC 1034 3.5, RFC 1123 2.1) and of wildcards in them (RFC 9525 6.3). */
final class HostNames {
    static final int MAXIMUM_LENGTH = 253;
    static final int MAXIMUM_LABEL = 63;
    /** sun.security.x509.DNSName. */
    private static final Pattern TAKEN_BY_JAVA =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*(\\.[A-Za-z0-9][A-Za-z0-9-]*)*");
    /** cn2dnsid in crypto/x509/v3_ncons.c: two labels or more, underscores too. */
    private static final Pattern TAKEN_BY_OPENSSL = Pattern.compile("\\w([\\w-]*\\w)?(\\.\\w([\\w-]*\\w)?)+");

    private static final String WILDCARD = "*.";

    private HostNames() {}

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    static boolean isWildcard(String name) {
        return name.startsWith(WILDCARD);
    }

    static String withoutWildcard(String name) {
        return isWildcard(name) ? name.substring(WILDCARD.length()) : name;
    }

    /** Letters, digits and hyphens in labels that are not empty and neither begin nor end with a hyphen. */
    static boolean isLetterDigitHyphen(String name) {
        int labelStart = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.') {
                if (i == labelStart || name.charAt(labelStart) == '-' || name.charAt(i - 1) == '-') {
                    return false;
                }
                labelStart = i + 1;
            } else if (!isLetterOrDigit(name.charAt(i)) && name.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }

    static boolean isTooLong(String name) {
        if (name.length() > MAXIMUM_LENGTH) {
            return true;
        }
        int label = 0;
        for (int i = 0; i < name.length(); i++) {
            label = name.charAt(i) == '.' ? 0 : label + 1;
            if (label > MAXIMUM_LABEL) {
                return true;
            }
        }
        return false;
    }

    /** A host name's last label is never all digits (RFC 3696 2), so what has one is meant as an address. */
    static boolean isAddress(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return name.indexOf(':') >= 0 || !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether a reader would take the text for the name or the address of a host. */
    static boolean readsAsHost(String text) {
        return text.indexOf('.') > 0 && isLetterDigitHyphen(withoutWildcard(text)) || text.equals("localhost");
    }

    /** Whether OpenSSL or Java matches a common name of this text against constraints on DNS names. */
    static boolean isTakenForHost(String commonName) {
        return TAKEN_BY_JAVA.matcher(commonName).matches()
                || TAKEN_BY_OPENSSL.matcher(commonName).matches();
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
