package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * URIs for certificates (RFC 5280, 4.2.1.6): absolute; where there is an authority part, it has a host and no user information.
 * RFC 3986, 6.2.2.1 case.
 */
final class AbsoluteUri {
    private static final int MAX_LENGTH = 2048;
    private static final int MAX_PORT = 65_535;
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");
    private static final Pattern AUTHORITY = Pattern.compile("//([^/?#]*)(.*)");
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[0-9A-Fa-f:.]*]|[^:\\[\\]]*)(?::([0-9]*))?");
    private static final Pattern ESCAPED = Pattern.compile("%[0-9A-Fa-f]{2}");
    /** Path, query and fragment in the characters of RFC 3986, 2, but for those that are escaped. */
    private static final Pattern REST = Pattern.compile("[A-Za-z0-9._~:/@!$&'()*+,;=-]*"
            + "(\\?[A-Za-z0-9._~:/?@!$&'()*+,;=-]*)?"
            + "(#[A-Za-z0-9._~:/?@!$&'()*+,;=-]*)?");

    /** SPIFFE-ID, 2.1. */
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");

    private static final Set<String> WITH_HOST = Set.of("http", "https", "ws", "wss", "ftp", "ldap", "ldaps", "spiffe");
    /** They name nobody, and do something where a reader follows them. */
    private static final Set<String> SCRIPTS = Set.of("javascript", "vbscript", "data");

    private AbsoluteUri() {}

    static String normalise(String text, String field) {
        if (text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw refused(field, "must be at most 2048 printable ASCII characters; others are written as %XX");
        }
        Matcher parts = SCHEME.matcher(text);
        if (!parts.matches()) {
            throw refused(field, "must begin with a scheme, such as https: or urn:");
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        if (SCRIPTS.contains(scheme)) {
            throw refused(field, "a " + scheme + " URI identifies nothing");
        }
        return scheme + ":" + behindScheme(scheme, parts.group(2), field);
    }

    private static String behindScheme(String scheme, String rest, String field) {
        Matcher authority = AUTHORITY.matcher(rest);
        if (authority.matches()) {
            requireCharacters(authority.group(2), field);
            return "//" + authority(scheme, authority.group(1), field) + authority.group(2);
        }
        if (WITH_HOST.contains(scheme)) {
            throw refused(field, "a URI of scheme " + scheme + " has a host: " + scheme + "://host/path");
        }
        if (rest.isEmpty()) {
            throw refused(field, "nothing stands behind the scheme");
        }
        requireCharacters(rest, field);
        return rest;
    }

    private static void requireCharacters(String rest, String field) {
        if (!REST.matcher(ESCAPED.matcher(rest).replaceAll("")).matches()) {
            throw refused(field, "has characters that RFC 3986 does not allow there: they are written as %XX");
        }
    }

    private static String authority(String scheme, String authority, String field) {
        if (authority.indexOf('@') >= 0) {
            throw refused(field, "must not carry user information (what stands before an @)");
        }
        Matcher parts = HOST_PORT.matcher(authority);
        if (!parts.matches()) {
            throw refused(field, "behind // a host is needed, with at most a port; an IPv6 address stands in brackets");
        }
        if (parts.group(1).isEmpty()) {
            throw refused(field, "a host is needed behind //");
        }
        return host(scheme, parts.group(1), field) + port(parts.group(2), field);
    }

    private static String port(String port, String field) {
        if (port == null || port.isEmpty()) {
            return "";
        }
        if (port.length() > 5 || Integer.parseInt(port) > MAX_PORT) {
            throw refused(field, "the port must be below 65536");
        }
        return ":" + Integer.parseInt(port);
    }

    private static String host(String scheme, String host, String field) {
        if (scheme.equals("spiffe")) {
            String domain = host.toLowerCase(Locale.ROOT);
            if (!TRUST_DOMAIN.matcher(domain).matches()) {
                throw refused(field, "a trust domain consists of letters, digits, dots, hyphens and underscores");
            }
            return domain;
        }
        try {
            if (host.startsWith("[")) {
                return "[" + IpAddress.normalise(host.substring(1, host.length() - 1), field) + "]";
            }
            return host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')
                    ? IpAddress.normalise(host, field)
                    : DnsName.host(host, field);
        } catch (ClmException e) {
            throw refused(
                    field,
                    "the host is neither a DNS name nor an IP address: "
                            + e.errors().get(0).detail());
        }
    }

    private static ClmException refused(String field, String detail) {
        return ClmException.invalid(field, "invalid_uri", detail);
    }
}
