package dev.clm.api.config;

import java.util.List;
import java.util.stream.Collectors;

/** A setting that is missing, malformed or refused. The message names the variable and never repeats a secret. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private SettingsException(String message) {
        super(message);
    }

    /** Several at once, a line each. */
    public static SettingsException all(List<SettingsException> faults) {
        return new SettingsException(
                faults.stream().map(SettingsException::getMessage).collect(Collectors.joining("\n")));
    }

    public static SettingsException of(String variable, String problem) {
        return new SettingsException(variable + " " + problem);
    }
}
