package dev.clm.api.heap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** A live dump (HPROF) of a process's heap, taken by the JDK's jcmd after a full garbage collection. */
record HeapDump(Path file) {
    private static final int HEAD = Long.BYTES;

    static HeapDump take(long pid, Path file) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.heap_dump",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!jcmd.waitFor(120, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
            throw new IllegalStateException(output);
        }
        return new HeapDump(file);
    }

    /** The names of the needles that are in it. */
    TreeSet<String> find(Map<String, byte[]> needles) throws IOException {
        Map<Long, List<Map.Entry<String, byte[]>>> byHead = new HashMap<>();
        needles.entrySet()
                .forEach(needle -> byHead.merge(
                        ByteBuffer.wrap(needle.getValue()).getLong(),
                        List.of(needle),
                        (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream())
                                .toList()));
        TreeSet<String> found = new TreeSet<>();
        byte[] last = new byte[Needles.LENGTH];
        long head = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 20];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    // The head is the older half of the last 16 bytes.
                    head = head << 8 | last[HEAD] & 0xff;
                    System.arraycopy(last, 1, last, 0, Needles.LENGTH - 1);
                    last[Needles.LENGTH - 1] = buffer[i];
                    addMatches(byHead.get(head), last, found);
                }
            }
        }
        return found;
    }

    private static void addMatches(List<Map.Entry<String, byte[]>> candidates, byte[] last, TreeSet<String> found) {
        if (candidates != null) {
            candidates.stream()
                    .filter(needle -> Arrays.equals(needle.getValue(), last))
                    .forEach(needle -> found.add(needle.getKey()));
        }
    }
}
