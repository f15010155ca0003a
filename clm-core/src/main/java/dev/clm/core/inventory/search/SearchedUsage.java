package dev.clm.core.inventory.search;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Extended key usages by the names of RFC 5280 4.2.1.12 (`serverAuth`, or `server_auth`), any by object identifier. */
final class SearchedUsage {
    static final String EXPECTATION = "must be serverAuth, clientAuth, codeSigning, emailProtection, timeStamping,"
            + " OCSPSigning, anyExtendedKeyUsage or an object identifier";

    private static final Map<String, String> OBJECT_IDENTIFIERS = Map.of(
            "serverauth", "1.3.6.1.5.5.7.3.1",
            "clientauth", "1.3.6.1.5.5.7.3.2",
            "codesigning", "1.3.6.1.5.5.7.3.3",
            "emailprotection", "1.3.6.1.5.5.7.3.4",
            "timestamping", "1.3.6.1.5.5.7.3.8",
            "ocspsigning", "1.3.6.1.5.5.7.3.9",
            "anyextendedkeyusage", "2.5.29.37.0");
    private static final Pattern OBJECT_IDENTIFIER = Pattern.compile("[0-2](\\.(0|[1-9][0-9]{0,38})){1,40}");

    private SearchedUsage() {}

    static Optional<String> objectIdentifier(String text) {
        String name = text.replace("_", "").toLowerCase(Locale.ROOT);
        return OBJECT_IDENTIFIER.matcher(text).matches()
                ? Optional.of(text)
                : Optional.ofNullable(OBJECT_IDENTIFIERS.get(name));
    }
}
