package dev.clm.api.process.embedded;

import dev.clm.api.config.SettingsException;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.migrate.RolePasswords;
import java.nio.file.Files;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** `embedded.env`: how psql reaches the embedded server as its superuser. The password is kept nowhere else. */
final class SuperuserFile {
    private static final Pattern PASSWORD = Pattern.compile("(?m)^PGPASSWORD=(.+)$");
    private static final Pattern PORT = Pattern.compile("(?m)^PGPORT=(\\d+)$");

    private final DataDirectory directory;

    SuperuserFile(DataDirectory directory) {
        this.directory = directory;
    }

    /** The password of this folder's server; a new one is on disk before the server that takes it exists. */
    String passwordWrittenFirst() {
        Optional<String> known = find(PASSWORD);
        if (known.isPresent()) {
            return known.get();
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

    /** Where the server of this folder listens, or did when it ran last. */
    String portWritten() {
        return find(PORT)
                .orElseThrow(() -> SettingsException.of(
                        "CLM_DATA_DIR", "names a folder whose server cannot be found: " + directory.environmentFile()));
    }

    private Optional<String> find(Pattern line) {
        Matcher found = line.matcher(directory.read(directory.environmentFile()).orElse(""));
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    void write(int port, String password) {
        OwnerOnlyFile.replace(
                directory.environmentFile(),
                "PGHOST=localhost\nPGPORT=" + port + "\nPGUSER=postgres\nPGPASSWORD=" + password + "\n");
    }
}
