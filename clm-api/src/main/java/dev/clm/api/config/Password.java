package dev.clm.api.config;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The password of one login, from its variable or from the file that `…_FILE` names. The file is read again for every new
 * connection, so that a password changes without a restart (requirement C3).
 */
public final class Password implements Supplier<String> {
    private final String variable;
    private final String value;
    private final Path file;

    private Password(String variable, String value, Path file) {
        this.variable = variable;
        this.value = value;
        this.file = file;
    }

    static Password of(String variable, String value, String file) {
        if (value != null && file != null) {
            throw SettingsException.of(variable, "and " + variable + "_FILE are both set; set one");
        }
        return new Password(variable, value, file == null ? null : Path.of(file));
    }

    /** A password that the product made itself: the embedded server's. */
    public static Password generated(String what, String value) {
        return new Password(what, value, null);
    }

    public boolean isSet() {
        return value != null || file != null;
    }

    /** The password as it is now; a SettingsException that names the variable where there is none. */
    @Override
    public String get() {
        if (value != null) {
            return value;
        }
        if (file == null) {
            throw SettingsException.of(variable, "(or " + variable + "_FILE) is not set");
        }
        return read();
    }

    private String read() {
        String text = SecretSettings.text(variable + "_FILE", file);
        if (text.isEmpty()) {
            throw SettingsException.of(variable + "_FILE", "names an empty file: " + file);
        }
        return text;
    }

    @Override
    public String toString() {
        return variable + (isSet() ? " (set)" : " (not set)");
    }
}
