package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** URIs for certificates (RFC 5280, 4.2.1.6): absolute, with a host, without user information; RFC 3986, 6.2.2.1 case. */
final class AbsoluteUri {
    private static final int MAX_LENGTH = 2048;

    private AbsoluteUri() {}

    static String normalise(String text, String field) {
        URI uri = parse(text, field);
        if (uri.getScheme() == null || uri.isOpaque() || uri.getHost() == null) {
            throw refused(field, "must be an absolute URI with a host");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused(field, "must not carry user information");
        }
        if (uri.getPort() > 65535) {
            throw refused(field, "the port must be below 65536");
        }
        return rebuilt(uri, host(uri.getHost(), field));
    }

    private static URI parse(String text, String field) {
        if (text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw refused(field, "must be at most 2048 printable ASCII characters");
        }
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw refused(field, "must be a URI by RFC 3986");
        }
    }

    private static String host(String host, String field) {
        try {
            if (host.startsWith("[")) {
                return "[" + IpAddress.normalise(host.substring(1, host.length() - 1), field) + "]";
            }
            return host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')
                    ? IpAddress.normalise(host, field)
                    : DnsName.host(host, field);
        } catch (ClmException e) {
            throw refused(field, "the host must be a DNS name or an IP address");
        }
    }

    private static String rebuilt(URI uri, String host) {
        return uri.getScheme().toLowerCase(Locale.ROOT)
                + "://"
                + host
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                + (uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment());
    }

    private static ClmException refused(String field, String detail) {
        return ClmException.invalid(field, "invalid_uri", detail);
    }
}
