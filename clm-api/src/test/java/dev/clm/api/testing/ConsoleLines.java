package dev.clm.api.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What this process writes to its console, logs above all, until it is closed. */
public final class ConsoleLines implements AutoCloseable {
    private final PrintStream before = System.out;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    public ConsoleLines() {
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    public List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Override
    public void close() {
        System.setOut(before);
        before.print(written.toString(StandardCharsets.UTF_8));
    }
}
