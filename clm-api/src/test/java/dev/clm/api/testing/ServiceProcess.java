package dev.clm.api.testing;

import dev.clm.api.process.cli.ClmCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** `clm` as a process of its own, with real exit codes: the same classes as the jar, found on the tests' class path. */
public final class ServiceProcess implements AutoCloseable {
    /** The release from which a JDK warns where native code is loaded unasked. */
    private static final int NATIVE_ACCESS_IS_SAID = 22;

    private static final long LIMIT_SECONDS = 180;
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 12_000;
    /** Forks that run side by side begin at different places. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private final Process process;
    private final Path out;
    private final Path err;
    private final int port;
    private boolean everReady;

    private ServiceProcess(Process process, Path out, Path err, int port) {
        this.process = process;
        this.out = out;
        this.err = err;
        this.port = port;
    }

    /** `environment` is all of CLM_… that it sees, and a free port. */
    public static ServiceProcess start(Map<String, String> environment, String... arguments) {
        return start(PreparedService.get().jvm(), environment, arguments);
    }

    /** A data folder as a first start and an orderly end leave it, for a test that asks about later ones. */
    public static void putDataFolder(Path folder) {
        PreparedService.get().copyData(folder);
    }

    static ServiceProcess start(List<String> jvm, Map<String, String> environment, String... arguments) {
        try {
            int port = freePort();
            Path folder = Files.createTempDirectory("clm-process");
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(command(jvm, arguments))
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("CLM_"));
            builder.environment().put("CLM_HTTP_PORT", Integer.toString(port));
            builder.environment().putAll(environment);
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new ServiceProcess(process, out, err, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end; meanwhile it asks for readiness again and again. */
    public int exitCode() {
        for (long left = LIMIT_SECONDS * 5; left > 0; left--) {
            if (ended()) {
                return process.exitValue();
            }
            everReady |= isReady();
        }
        throw new AssertionError("still running: " + stdout() + stderr());
    }

    public ServiceProcess awaitReady() {
        awaitReadyOrEnd();
        if (!isAlive()) {
            throw new AssertionError("ended with " + process.exitValue() + ": " + stdout() + stderr());
        }
        return this;
    }

    /** For one that may be killed by its fail point before anyone saw it ready. */
    public void awaitReadyOrEnd() {
        for (long left = LIMIT_SECONDS * 5; left > 0 && !isReady(); left--) {
            if (ended()) {
                return;
            }
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public boolean wasEverReady() {
        return everReady;
    }

    /** SIGTERM; returns when it has ended. */
    public void terminate() {
        process.destroy();
        exitCode();
    }

    /** SIGTERM; whether it has ended after so long. */
    public boolean endWithin(long seconds) throws InterruptedException {
        process.destroy();
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    public String stdout() {
        return read(out);
    }

    public String stderr() {
        return read(err);
    }

    public int status(String path, String apiKey) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(10_000);
            if (apiKey != null) {
                connection.setRequestProperty("Authorization", "Bearer " + apiKey);
            }
            return connection.getResponseCode();
        } catch (IOException e) {
            return -1;
        }
    }

    private boolean isReady() {
        return status("/actuator/health/readiness", null) == 200;
    }

    private boolean ended() {
        try {
            return process.waitFor(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    private static List<String> command(List<String> jvm, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        if (Runtime.version().feature() >= NATIVE_ACCESS_IS_SAID) {
            // As the manifest of the jar does.
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add(ClmCommand.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Outside the range that systems choose from for others, and each only once, so that it is still free after the start. */
    private static int freePort() {
        while (true) {
            int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
