package dev.clm.api.testing;

import dev.clm.migrations.migrate.DatabaseLogin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Debian's PostgreSQL in a folder of a test's own: another version than the embedded one, with its tools beside it. */
public record DebianServer(Path data, DatabaseLogin superuser) implements AutoCloseable {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    static DebianServer start(Path folder) throws IOException {
        String password = UUID.randomUUID().toString();
        Path passwordFile = Files.writeString(folder.resolve("superuser"), password + "\n");
        Path home = Files.createDirectory(folder.resolve("postgres"));
        if (root()) {
            handOver(folder, home, passwordFile);
        }
        String data = home.resolve("data").toString();
        String pwfile = "--pwfile=" + passwordFile;
        run(folder, "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", "-N", pwfile);
        int port = freePort();
        String log = home.resolve("log").toString();
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off";
        run(folder, "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start");
        return new DebianServer(
                Path.of(data),
                new DatabaseLogin("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password));
    }

    /** It refuses to run as root, and somebody else must reach its files then. */
    private static void handOver(Path folder, Path... files) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        UserPrincipal postgres =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
        for (Path file : files) {
            Files.setOwner(file, postgres);
        }
    }

    /** psql, pg_dump and so on, of the newest version that is installed. */
    public static String tool(String name) {
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparingInt(
                            version -> Integer.parseInt(version.getFileName().toString())))
                    .orElseThrow()
                    .resolve("bin")
                    .resolve(name)
                    .toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(Path folder, String tool, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(tool(tool));
        command.addAll(List.of(arguments));
        Path said = folder.resolve(tool + ".said");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException(command + " failed: " + Files.readString(said));
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        run(data.getParent().getParent(), "pg_ctl", "-D", data.toString(), "-m", "immediate", "-w", "stop");
    }
}
