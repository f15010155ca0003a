package dev.clm.migrations.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * A server process of ours.
 *
 * @param ended completes when its process is gone
 * @param afterwards runs when it has stopped
 */
record RunningServer(EmbeddedPostgres postgres, CompletableFuture<?> ended, Closeable afterwards) {

    int port() {
        return postgres.getPort();
    }

    void stop() {
        try {
            // Also where the server was killed: the library's lock of the folder is released here.
            postgres.close();
            afterwards.close();
        } catch (IOException e) {
            throw new LocalPostgresException("The embedded PostgreSQL did not stop: " + e.getMessage(), e);
        }
    }
}
