package dev.clm.api.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * What whoever scrapes metrics may show instead of an API key, which only clm_core_db knows (spec/api.md, "Oversight"). The file is
 * read for each look, so that the token changes without a restart; it opens nothing else.
 */
public final class MetricsToken {
    static final String VARIABLE = "CLM_METRICS_TOKEN_FILE";
    /** Nobody guesses so many. */
    private static final int FEWEST_CHARACTERS = 20;

    private final Path file;

    private MetricsToken(Path file) {
        this.file = file;
    }

    /** Refuses a file that is not there, may be read by others or holds too little. */
    static MetricsToken in(Path file) {
        MetricsToken token = new MetricsToken(file);
        token.read();
        return token;
    }

    /** In a time that does not depend on what is shown. A file that is no token any more matches nothing. */
    public boolean matches(String shown) {
        try {
            return MessageDigest.isEqual(
                    read().getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
        } catch (SettingsException gone) {
            return false;
        }
    }

    private String read() {
        String token = SecretSettings.text(VARIABLE, file);
        if (token.length() < FEWEST_CHARACTERS) {
            throw SettingsException.of(VARIABLE, "names a file with fewer than " + FEWEST_CHARACTERS + " characters");
        }
        return token;
    }
}
