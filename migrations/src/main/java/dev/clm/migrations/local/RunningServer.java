package dev.clm.migrations.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileLock;

/**
 * A server process of ours.
 *
 * @param lock keeps other processes off the same folder; null for a temporary server
 */
record RunningServer(EmbeddedPostgres postgres, FileLock lock) {

    int port() {
        return postgres.getPort();
    }

    void stop() {
        try {
            postgres.close();
            if (lock != null) {
                lock.acquiredBy().close();
            }
        } catch (IOException e) {
            throw new LocalPostgresException("The embedded PostgreSQL did not stop: " + e.getMessage(), e);
        }
    }
}
