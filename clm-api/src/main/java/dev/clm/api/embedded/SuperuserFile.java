package dev.clm.api.embedded;

import dev.clm.api.config.SettingsException;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.migrate.RolePasswords;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** `embedded.env`: how psql reaches the embedded server as its superuser. The password is kept nowhere else. */
final class SuperuserFile {
    private static final Pattern PASSWORD = Pattern.compile("(?m)^PGPASSWORD=(.+)$");

    private final DataDirectory directory;

    SuperuserFile(DataDirectory directory) {
        this.directory = directory;
    }

    /** The password of this folder's server; a new one is on disk before the server that takes it exists. */
    String passwordWrittenFirst() {
        Matcher known =
                PASSWORD.matcher(directory.read(directory.environmentFile()).orElse(""));
        if (known.find()) {
            return known.group(1);
        }
        if (Files.exists(directory.postgres())) {
            throw SettingsException.of(
                    "CLM_DATA_DIR",
                    "has databases, but not their superuser's password: " + directory.environmentFile()
                            + " is missing or damaged");
        }
        String password =
                RolePasswords.generated().of(ClmDatabase.SECURE.owner()).orElseThrow();
        write(5432, password);
        return password;
    }

    void write(int port, String password) {
        OwnerOnlyFile.replace(
                directory.environmentFile(),
                "PGHOST=localhost\nPGPORT=" + port + "\nPGUSER=postgres\nPGPASSWORD=" + password + "\n");
    }
}
