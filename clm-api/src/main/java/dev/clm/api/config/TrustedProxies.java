package dev.clm.api.config;

import dev.clm.pki.request.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * The proxies whose word on a caller's address counts (`CLM_TRUSTED_PROXIES`, addresses and ranges with a comma between them);
 * none where it is not set, whatever the machine is.
 */
public final class TrustedProxies {
    static final String VARIABLE = "CLM_TRUSTED_PROXIES";
    private static final int MOST = 100;
    /** As some proxies write it: with a port, and then an IPv6 address in brackets. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]*)\\](?::\\d{1,5})?|([^:]*):\\d{1,5}");

    private final List<IpAddressMatcher> ranges;

    private TrustedProxies(List<IpAddressMatcher> ranges) {
        this.ranges = ranges;
    }

    static TrustedProxies of(EnvironmentVariables environment) {
        String[] given = environment.text(VARIABLE, "").split(",", -1);
        if (given.length > MOST) {
            throw SettingsException.of(VARIABLE, "names more than " + MOST + " proxies");
        }
        return new TrustedProxies(Arrays.stream(given)
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .map(TrustedProxies::range)
                .toList());
    }

    /**
     * The address to hold responsible: the peer's, or where that is a trusted proxy the rightmost hop that is none.
     *
     * @param forwardedFor all values of X-Forwarded-For in their order; what stands left of a hop that is no address does not count
     */
    public String caller(String peer, List<String> forwardedFor) {
        String nearest = peer;
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        for (int i = hops.length - 1; i >= 0 && isTrusted(nearest); i--) {
            String hop = withoutPort(hops[i].strip());
            if (!IpAddress.isLiteral(hop)) {
                return nearest;
            }
            nearest = hop;
        }
        return nearest;
    }

    private boolean isTrusted(String address) {
        try {
            return ranges.stream().anyMatch(range -> range.matches(address));
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private static String withoutPort(String hop) {
        var port = WITH_PORT.matcher(hop);
        if (!port.matches()) {
            return hop;
        }
        return port.group(1) == null ? port.group(2) : port.group(1);
    }

    private static IpAddressMatcher range(String text) {
        try {
            if (IpAddress.isLiteral(text.replaceFirst("/\\d{1,3}$", ""))) {
                return new IpAddressMatcher(text);
            }
        } catch (IllegalArgumentException e) {
            // refused below, like what is no address at all
        }
        throw SettingsException.of(
                VARIABLE, "must be addresses and ranges such as 192.0.2.7 or 10.0.0.0/8, not '" + text + "'");
    }

    @Override
    public String toString() {
        return ranges.size() + " trusted proxies";
    }
}
