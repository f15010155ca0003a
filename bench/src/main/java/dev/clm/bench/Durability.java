package dev.clm.bench;

import java.sql.SQLException;

/** What the server does to keep what it has committed, as it says itself. */
record Durability(String version, String fsync, String synchronousCommit, String fullPageWrites, String walSyncMethod) {
    static Durability read(FloorDatabases databases) throws SQLException {
        return new Durability(
                databases.setting("server_version"),
                databases.setting("fsync"),
                databases.setting("synchronous_commit"),
                databases.setting("full_page_writes"),
                databases.setting("wal_sync_method"));
    }

    boolean isDurable() {
        return fsync.equals("on") && !synchronousCommit.equals("off") && fullPageWrites.equals("on");
    }

    String describe() {
        return "PostgreSQL %s, fsync=%s, synchronous_commit=%s, full_page_writes=%s, wal_sync_method=%s; %d processors, Java %s"
                .formatted(
                        version,
                        fsync,
                        synchronousCommit,
                        fullPageWrites,
                        walSyncMethod,
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version());
    }
}
