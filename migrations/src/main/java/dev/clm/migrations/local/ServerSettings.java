package dev.clm.migrations.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/** What the temporary and the durable server have in common: SCRAM from the first start on, no Unix socket, one locale. */
final class ServerSettings {
    private ServerSettings() {}

    static EmbeddedPostgres.Builder common(Path data, Path passwordFile, String superuserPassword) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                // These become options of initdb; the library has no other way to pass any.
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig("auth-local", "scram-sha-256")
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("lc-ctype", isMac() ? "UTF-8" : "C.UTF-8")
                .setConnectConfig("password", superuserPassword)
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("unix_socket_directories", "");
    }

    /** A file that only this user can read, for initdb alone: delete it afterwards. */
    static Path writePasswordFile(Path folder, String password) throws IOException {
        Path file = Files.createTempFile(
                folder,
                "initdb",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, password);
    }

    private static boolean isMac() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    }
}
