package dev.clm.common.tenant;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A peer's address in a form that an inet column takes: what a proxy claims in a header can be anything. */
final class ClientAddress {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    private ClientAddress() {}

    /** The literal without its zone (`%eth0`), or empty where it is no address. Never asks the DNS. */
    static Optional<String> parse(String text) {
        if (text == null || text.length() > 100) {
            return Optional.empty();
        }
        String literal = text.split("%", 2)[0];
        boolean valid = IPV4.matcher(literal).matches() || isIpv6(literal);
        return valid ? Optional.of(literal) : Optional.empty();
    }

    private static boolean isIpv6(String literal) {
        if (!IPV6_CHARACTERS.matcher(literal).matches()) {
            return false;
        }
        try {
            return InetAddress.getByName(literal) != null; // with a colon in it only ever read as a literal
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
