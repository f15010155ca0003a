package dev.clm.core.identity.user;

import static dev.clm.common.field.FieldTypes.email;
import static dev.clm.common.field.FieldTypes.flag;
import static dev.clm.common.field.FieldTypes.line;
import static dev.clm.common.field.FieldTypes.matching;
import static dev.clm.common.field.FieldTypes.oneOf;

import dev.clm.common.field.JsonFields;
import java.util.Set;
import java.util.regex.Pattern;

/** What a user consists of when one is created or changed. The password is no column: it is hashed on its way. */
public final class UserFields {
    public static final String PASSWORD = "password";
    public static final Set<String> STATUSES = Set.of("active", "inactive", "locked", "suspended");
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,254}");
    private static final Pattern PASSWORDS = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{12,256}");
    public static final JsonFields ALL = new JsonFields(
            matching("username", USERNAME, "1 to 255 letters, digits, '.', '_', '@' or '-'")
                    .required()
                    .fixed(),
            email("email").required(),
            matching(PASSWORD, PASSWORDS, "12 to 256 characters, without control characters")
                    .filled(),
            flag("must_change_password").filled(),
            line("first_name", 255),
            line("last_name", 255),
            line("display_name", 255),
            line("phone_number", 50),
            oneOf("status", "active", "inactive", "locked", "suspended").filled(),
            flag("api_access_enabled").filled());

    private UserFields() {}
}
