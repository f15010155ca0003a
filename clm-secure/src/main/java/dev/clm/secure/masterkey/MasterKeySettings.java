package dev.clm.secure.masterkey;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Loads the master key that the environment names: CLM_MASTER_KEY_FILE or CLM_MASTER_KEY, exactly one of them. */
public final class MasterKeySettings {
    static final String FILE = MasterKeyFile.SETTING;
    static final String VALUE = "CLM_MASTER_KEY";

    private MasterKeySettings() {}

    public static boolean isSet(Map<String, String> environment) {
        return has(environment, FILE) || has(environment, VALUE);
    }

    public static MasterKey load(Map<String, String> environment) {
        boolean file = has(environment, FILE);
        boolean value = has(environment, VALUE);
        if (file && value) {
            throw new MasterKeyException(FILE + " and " + VALUE + " are both set; set one of them");
        }
        if (file) {
            return MasterKeyFile.read(path(environment.get(FILE)));
        }
        if (value) {
            return MasterKeyText.parseAndErase(environment.get(VALUE).getBytes(StandardCharsets.UTF_8), VALUE);
        }
        throw new MasterKeyException("no master key: set " + FILE + " or " + VALUE);
    }

    private static boolean has(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }

    private static Path path(String setting) {
        try {
            return Path.of(setting);
        } catch (InvalidPathException e) {
            throw new MasterKeyException(FILE + " is not a path", e);
        }
    }
}
