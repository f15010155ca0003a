package dev.clm.api.config;

/** A setting that is missing, malformed or refused. The message names the variable and never repeats a secret. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private SettingsException(String message) {
        super(message);
    }

    public static SettingsException of(String variable, String problem) {
        return new SettingsException(variable + " " + problem);
    }
}
