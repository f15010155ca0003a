package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Addresses as literals only: RFC 5280, 4.2.1.6 octets, RFC 5952 text. Written out here because InetAddress may ask the DNS. */
public final class IpAddress {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final int GROUPS = 8;
    private static final int MAX_V6_LENGTH = 45;

    private IpAddress() {}

    /** Whether it is an IPv4 or IPv6 address, without prefix length, zone and port. */
    public static boolean isLiteral(String text) {
        try {
            parse(text, "address");
            return true;
        } catch (ClmException e) {
            return false;
        }
    }

    static String normalise(String text, String field) {
        return format(parse(text, field), field);
    }

    static byte[] parse(String text, String field) {
        if (V4.matcher(text).matches()) {
            return v4(text);
        }
        if (text.length() > MAX_V6_LENGTH || text.indexOf(':') < 0) {
            throw refused(field);
        }
        return v6(text, field);
    }

    static String format(byte[] address, String field) {
        if (address.length == 4) {
            return dotted(address, 0);
        }
        if (address.length != 2 * GROUPS) {
            throw refused(field);
        }
        return isV4Mapped(address) ? "::ffff:" + dotted(address, 12) : compressed(address);
    }

    private static byte[] v4(String text) {
        byte[] address = new byte[4];
        String[] octets = text.split("\\.");
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) Integer.parseInt(octets[i]);
        }
        return address;
    }

    private static byte[] v6(String text, String field) {
        int gap = text.indexOf("::");
        List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0, field);
        List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2), true, field);
        int given = head.size() + tail.size();
        if (gap < 0 ? given != GROUPS : given >= GROUPS) {
            throw refused(field);
        }
        byte[] address = new byte[2 * GROUPS];
        for (int i = 0; i < head.size(); i++) {
            put(address, i, head.get(i));
        }
        for (int i = 0; i < tail.size(); i++) {
            put(address, GROUPS - tail.size() + i, tail.get(i));
        }
        return address;
    }

    private static List<Integer> groups(String text, boolean mayEndDotted, String field) {
        List<Integer> groups = new ArrayList<>();
        String[] parts = text.isEmpty() ? new String[0] : text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (mayEndDotted && i == parts.length - 1 && V4.matcher(parts[i]).matches()) {
                byte[] v4 = v4(parts[i]);
                groups.add(group(v4, 0));
                groups.add(group(v4, 1));
            } else if (GROUP.matcher(parts[i]).matches()) {
                groups.add(Integer.parseInt(parts[i], 16));
            } else {
                throw refused(field);
            }
        }
        return groups;
    }

    private static boolean isV4Mapped(byte[] address) {
        for (int i = 0; i < 5; i++) {
            if (group(address, i) != 0) {
                return false;
            }
        }
        return group(address, 5) == 0xFFFF;
    }

    /** RFC 5952, 4.2: the longest run of two or more zero groups, the first of equals, becomes ::. */
    private static String compressed(byte[] address) {
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && group(address, end) == 0) {
                end++;
            }
            if (end - i > bestLength) {
                bestStart = i;
                bestLength = end - i;
            }
        }
        if (bestStart < 0) {
            return hex(address, 0, GROUPS);
        }
        return hex(address, 0, bestStart) + "::" + hex(address, bestStart + bestLength, GROUPS);
    }

    private static String hex(byte[] address, int from, int to) {
        List<String> groups = new ArrayList<>();
        for (int i = from; i < to; i++) {
            groups.add(Integer.toHexString(group(address, i)));
        }
        return String.join(":", groups);
    }

    private static String dotted(byte[] address, int at) {
        return (address[at] & 0xFF) + "." + (address[at + 1] & 0xFF) + "." + (address[at + 2] & 0xFF) + "."
                + (address[at + 3] & 0xFF);
    }

    private static int group(byte[] address, int index) {
        return (address[2 * index] & 0xFF) << 8 | address[2 * index + 1] & 0xFF;
    }

    private static void put(byte[] address, int index, int group) {
        address[2 * index] = (byte) (group >> 8);
        address[2 * index + 1] = (byte) group;
    }

    private static ClmException refused(String field) {
        return ClmException.invalid(
                field, "invalid_ip_address", "must be an IPv4 or IPv6 address, without a prefix length");
    }
}
