package dev.clm.migrations.local;

import java.nio.file.Path;

final class PostgresFolder {
    private PostgresFolder() {}

    static RunningServer start(Path folder, String superuserPassword) {
        throw new LocalPostgresException("not yet " + folder + superuserPassword.length());
    }
}
