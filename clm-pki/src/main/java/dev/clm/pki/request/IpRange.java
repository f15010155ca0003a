package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ranges of addresses in the notation of RFC 4632, for constraints: RFC 5280, 4.2.1.10 writes the address, then its mask. */
final class IpRange {
    private static final Pattern SHAPE = Pattern.compile("([0-9A-Fa-f:.]{2,45})/([0-9]{1,3})");

    private IpRange() {}

    static String normalise(String text, String field) {
        byte[] range = parse(text, field);
        byte[] address = Arrays.copyOf(range, range.length / 2);
        int prefix = 0;
        for (int i = address.length; i < range.length; i++) {
            prefix += Integer.bitCount(range[i] & 0xFF);
        }
        return IpAddress.format(address, field) + "/" + prefix;
    }

    static byte[] parse(String text, String field) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw refused(field, "must be a range such as 10.0.0.0/8 or 2001:db8::/32");
        }
        byte[] address = IpAddress.parse(shape.group(1), field);
        int prefix = Integer.parseInt(shape.group(2));
        if (prefix > address.length * 8) {
            throw refused(field, "the prefix is longer than the address");
        }
        byte[] range = Arrays.copyOf(address, 2 * address.length);
        for (int bit = 0; bit < address.length * 8; bit++) {
            int mask = 0x80 >> bit % 8;
            if (bit < prefix) {
                range[address.length + bit / 8] |= (byte) mask;
            } else if ((address[bit / 8] & mask) != 0) {
                throw refused(field, "the address has bits beyond its prefix: write the first of the range");
            }
        }
        return range;
    }

    private static ClmException refused(String field, String detail) {
        return ClmException.invalid(field, "invalid_ip_range", detail);
    }
}
