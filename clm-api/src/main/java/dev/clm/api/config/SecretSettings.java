package dev.clm.api.config;

import dev.clm.common.secretfile.SecretFile;
import dev.clm.common.secretfile.SecretFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Passwords and API keys that a setting names by a file, under the rule for all files of secrets (C3). */
public final class SecretSettings {
    private static final int MAX_BYTES = 4096;

    private SecretSettings() {}

    /** Without the spaces and line ends around it; `setting` is named in what is refused. */
    public static String text(String setting, Path file) {
        byte[] content = read(setting, file);
        try {
            return new String(content, StandardCharsets.UTF_8).strip();
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static byte[] read(String setting, Path file) {
        try {
            return new SecretFile(file).read(MAX_BYTES);
        } catch (SecretFileException e) {
            throw SettingsException.of(setting, "names a file that is not read: " + e.getMessage());
        }
    }
}
