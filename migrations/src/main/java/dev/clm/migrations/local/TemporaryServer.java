package dev.clm.migrations.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Starts a server whose data go with the process: no fsync, and a shutdown hook. */
final class TemporaryServer {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private TemporaryServer() {}

    static RunningServer start(String superuserPassword) {
        try {
            Path data = Files.createTempDirectory("clm-postgres");
            Path passwordFile = ServerSettings.writePasswordFile(data.getParent(), superuserPassword);
            try {
                EmbeddedPostgres postgres = ServerSettings.common(data, passwordFile, superuserPassword)
                        .setPGStartupWait(START_LIMIT)
                        .setServerConfig("full_page_writes", "off")
                        .start();
                return new RunningServer(postgres, new CompletableFuture<>(), () -> {});
            } finally {
                Files.delete(passwordFile);
            }
        } catch (IOException e) {
            throw new LocalPostgresException("A temporary PostgreSQL did not start: " + e.getMessage(), e);
        }
    }
}
