package dev.clm.api.process.embedded;

import dev.clm.api.config.SettingsException;
import dev.clm.secure.key.masterkey.MasterKeyFile;
import dev.clm.secure.key.masterkey.MasterKeySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** `CLM_DATA_DIR`: the embedded databases, their master key and the first administrator's API key (spec/api.md). */
public record DataDirectory(Path root) {
    private static final String OWNER_ONLY_FOLDER = "rwx------";
    private static final Set<String> FIRST_FILES = Set.of("master.key", "embedded.env.tmp", "embedded.env", "postgres");

    /** The folder, created when it is missing, and closed to everybody else; a folder with other people's things is refused. */
    public static DataDirectory open(Path root) {
        try {
            Files.createDirectories(root);
            requireOwn(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString(OWNER_ONLY_FOLDER));
            return new DataDirectory(root);
        } catch (IOException e) {
            throw SettingsException.of("CLM_DATA_DIR", "names a folder that cannot be used: " + root);
        }
    }

    private static void requireOwn(Path root) throws IOException {
        try (Stream<Path> content = Files.list(root)) {
            List<String> names = content.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("lost+found"))
                    .toList();
            if (!names.isEmpty() && Collections.disjoint(names, FIRST_FILES)) {
                throw SettingsException.of("CLM_DATA_DIR", "names a folder that holds other things: " + root);
            }
        }
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path masterKey() {
        return root.resolve("master.key");
    }

    public Path environmentFile() {
        return root.resolve("embedded.env");
    }

    public Path administratorKey() {
        return root.resolve("admin-api-key");
    }

    /**
     * The variables given, or else the folder's own master key: made before the databases are, and never again, because
     * a new key next to old databases would hide that the old one is lost.
     */
    public Map<String, String> masterKeyVariables(Map<String, String> given) {
        if (MasterKeySettings.isSet(given)) {
            return given;
        }
        if (!Files.exists(masterKey()) && !Files.exists(postgres())) {
            MasterKeyFile.create(masterKey()).close();
        }
        Map<String, String> variables = new HashMap<>(given);
        variables.put("CLM_MASTER_KEY_FILE", masterKey().toString());
        return variables;
    }

    Optional<String> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
