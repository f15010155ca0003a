package dev.clm.secure.database;

import static org.awaitility.Awaitility.await;

import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.migrations.migrate.DatabaseLogin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Debian's PgBouncer before a server of ours, for one login; it drops `options`, without which it takes no connection of Java's. */
record PgBouncer(Process process, int port) implements AutoCloseable {

    static PgBouncer start(Path folder, LocalPostgres postgres, DatabaseLogin login, String poolMode)
            throws IOException {
        int port = freePort();
        // It refuses to run as root, and somebody else must read its files then.
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path users =
                Files.writeString(folder.resolve("users"), "\"" + login.user() + "\" \"" + login.password() + "\"\n");
        Path settings = Files.writeString(
                folder.resolve("pgbouncer.ini"), """
                [databases]
                * = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = plain
                auth_file = %s
                pool_mode = %s
                ignore_startup_parameters = extra_float_digits,options
                """.formatted(postgres.port(), port, users, poolMode));
        List<String> command = new ArrayList<>(List.of("pgbouncer", "-q", settings.toString()));
        if (root) {
            command.addAll(1, List.of("-u", "nobody"));
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("pgbouncer.log").toFile())
                .start();
        await().until(() -> answers(port) || !process.isAlive());
        return new PgBouncer(process, port);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + ClmDatabase.SECURE.databaseName();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
