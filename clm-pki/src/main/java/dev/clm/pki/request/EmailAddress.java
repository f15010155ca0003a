package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.util.regex.Pattern;

/** ASCII mailboxes (RFC 5280, 4.2.1.6: the addr-spec of RFC 2821 without comments), local part as a dot-atom. */
final class EmailAddress {
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern LOCAL_PART = Pattern.compile(ATOM + "(\\." + ATOM + ")*");
    private static final int MAX_LENGTH = 254;
    private static final int MAX_LOCAL_LENGTH = 64;

    private EmailAddress() {}

    /** The domain in lower case; the local part, which only its host may interpret, as it is. */
    static String normalise(String address, String field) {
        int at = address.indexOf('@');
        if (at < 1 || address.length() > MAX_LENGTH || at > MAX_LOCAL_LENGTH) {
            throw refused(field);
        }
        String local = address.substring(0, at);
        if (!LOCAL_PART.matcher(local).matches()) {
            throw refused(field);
        }
        return local + "@" + domain(address.substring(at + 1), field);
    }

    private static String domain(String domain, String field) {
        try {
            return DnsName.host(domain, field);
        } catch (ClmException e) {
            throw refused(field);
        }
    }

    private static ClmException refused(String field) {
        return ClmException.invalid(
                field, "invalid_email_address", "must be an ASCII address of the form local@domain");
    }
}
