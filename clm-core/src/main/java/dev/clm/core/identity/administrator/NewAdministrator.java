package dev.clm.core.identity.administrator;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import dev.clm.common.field.StorableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Who is to become administrator of which organization; the organization is created where it does not exist. */
public record NewAdministrator(String organizationCode, String organizationName, String username, String email) {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,49}");
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,254}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+\\.[^@\\s\\p{Cntrl}]+");

    /** Refuses all faults at once, by field. The e-mail address is kept in lower case. */
    public NewAdministrator {
        List<FieldError> faults = new ArrayList<>();
        check(faults, "organization_code", matches(CODE, organizationCode), "1 to 50 letters, digits, '.', '_' or '-'");
        check(
                faults,
                "organization_name",
                organizationName != null && StorableText.isName(organizationName, 255),
                "one line of 1 to 255 characters");
        check(faults, "username", matches(USERNAME, username), "1 to 255 letters, digits, '.', '_', '@' or '-'");
        check(
                faults,
                "email",
                matches(EMAIL, email) && email.length() <= 255 && StorableText.isStorable(email),
                "an e-mail address of at most 255 characters");
        if (!faults.isEmpty()) {
            throw ClmException.invalid(faults);
        }
        email = email.toLowerCase(Locale.ROOT);
    }

    private static boolean matches(Pattern pattern, String text) {
        return text != null && pattern.matcher(text).matches();
    }

    private static void check(List<FieldError> faults, String field, boolean fine, String expectation) {
        if (!fine) {
            faults.add(new FieldError(field, "invalid_value", "must be " + expectation));
        }
    }
}
