package dev.clm.api.certificate.authority;

import dev.clm.common.error.ClmException;
import java.util.regex.Pattern;

/** The name of an authority in the public paths (certificate_authorities.name). */
public final class AuthorityName {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private AuthorityName() {}

    public static boolean isWellFormed(String name) {
        return name != null && SHAPE.matcher(name).matches();
    }

    static void require(String name) {
        if (name == null) {
            throw ClmException.invalid("name", "required", "the name is required");
        }
        if (!isWellFormed(name)) {
            throw ClmException.invalid(
                    "name",
                    "malformed",
                    "must be 1 to 63 lower-case letters, digits and hyphens, and not begin with a hyphen");
        }
    }
}
