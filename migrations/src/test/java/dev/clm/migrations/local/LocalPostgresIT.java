package dev.clm.migrations.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.migrate.DatabaseLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("X3")
class LocalPostgresIT {
    private static final String PASSWORD = "a password of the superuser";

    @TempDir
    static Path parent;

    @Test
    void dataAndPortSurviveTheKillOfTheServer() throws Exception {
        Path folder = parent.resolve("killed");
        LocalPostgres first = LocalPostgres.start(folder, PASSWORD);
        first.bootstrap(ClmDatabase.SECURE);
        store(first.superuser(ClmDatabase.SECURE));
        kill(folder);
        first.stop();

        try (LocalPostgres second = LocalPostgres.start(folder, PASSWORD)) {
            assertThat(second.port()).isEqualTo(first.port());
            assertThat(stored(second.superuser(ClmDatabase.SECURE))).isEqualTo("kept");
        }
    }

    @Test
    void commitsAreWrittenToTheDisk() throws SQLException {
        try (LocalPostgres postgres = LocalPostgres.start(parent.resolve("durable"), PASSWORD)) {
            postgres.bootstrap(ClmDatabase.SECURE);
            DatabaseLogin user = postgres.user(ClmDatabase.SECURE);
            assertThat(query(user, "SHOW fsync")).isEqualTo("on");
            assertThat(query(user, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(user, "SHOW full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void noLoginWithoutThePasswordAndNoFolderForOthers() throws Exception {
        Path folder = parent.resolve("locked-away");
        try (LocalPostgres postgres = LocalPostgres.start(folder, PASSWORD)) {
            DatabaseLogin wrong = new DatabaseLogin(postgres.url("postgres"), "postgres", "not the password");
            assertThatThrownBy(wrong::connect).isInstanceOf(SQLException.class).hasMessageContaining("password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void secondServerOnTheSameFolderIsRefused() {
        Path folder = parent.resolve("in-use");
        try (LocalPostgres postgres = LocalPostgres.start(folder, PASSWORD)) {
            assertThatThrownBy(() -> LocalPostgres.start(folder, PASSWORD))
                    .isInstanceOf(LocalPostgresException.class)
                    .hasMessageContaining("already serves")
                    .hasMessageContaining(folder.toString());
            assertThat(postgres.port()).isPositive();
        }
    }

    @Test
    void killedInitialisationIsBegunAnew() throws Exception {
        Path data = Files.createDirectories(parent.resolve("unfinished/data/base"));
        Files.writeString(data.resolveSibling("postgresql.conf"), "half a fil");
        try (LocalPostgres postgres = LocalPostgres.start(parent.resolve("unfinished"), PASSWORD)) {
            postgres.bootstrap(ClmDatabase.CORE);
            assertThat(query(postgres.user(ClmDatabase.CORE), "SELECT 'up'")).isEqualTo("up");
        }
    }

    @Test
    void serverOrphanedByAKilledProcessIsReplaced() throws Exception {
        Path folder = parent.resolve("orphaned");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartedServer.class.getName(),
                        folder.toString(),
                        PASSWORD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.inputReader().lines().anyMatch("stored"::equals)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        long orphan = serverProcess(folder).pid();
        assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isPresent();

        try (LocalPostgres postgres = LocalPostgres.start(folder, PASSWORD)) {
            assertThat(stored(postgres.superuser(ClmDatabase.SECURE))).isEqualTo("kept");
            assertThat(serverProcess(folder).pid()).isNotEqualTo(orphan);
        }
    }

    static void store(DatabaseLogin login) throws SQLException {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE evidence AS SELECT 'kept' AS state");
        }
    }

    private static String stored(DatabaseLogin login) throws SQLException {
        return query(login, "SELECT state FROM evidence");
    }

    private static String query(DatabaseLogin login, String sql) throws SQLException {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void kill(Path folder) throws Exception {
        ProcessHandle server = serverProcess(folder);
        server.destroyForcibly();
        server.onExit().get(10, TimeUnit.SECONDS);
    }

    private static ProcessHandle serverProcess(Path folder) throws IOException {
        String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** The process that is killed: it starts a server, stores a row and waits for its end. */
    static final class StartedServer {
        private StartedServer() {}

        public static void main(String[] arguments) throws Exception {
            LocalPostgres postgres = LocalPostgres.start(Path.of(arguments[0]), arguments[1]);
            postgres.bootstrap(ClmDatabase.SECURE);
            store(postgres.superuser(ClmDatabase.SECURE));
            System.out.println("stored");
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
