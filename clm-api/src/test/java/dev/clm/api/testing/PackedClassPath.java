package dev.clm.api.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/** The tests' class path. {@link #packedInto} makes jars of its directories, because a JVM shares no classes from directories. */
record PackedClassPath(List<Path> entries) {
    static PackedClassPath ofTests() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new PackedClassPath(
                Stream.of(path.split(File.pathSeparator)).map(Path::of).toList());
    }

    /** Another one wherever a file is another one, or the JVM is. */
    String fingerprint() throws IOException {
        StringBuilder all = new StringBuilder(Runtime.version() + System.getProperty("java.home"));
        for (Path entry : entries) {
            for (Path file : filesUnder(entry)) {
                all.append('\n').append(file).append(' ').append(Files.size(file));
                all.append(' ').append(Files.getLastModifiedTime(file));
            }
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the option -cp has it. */
    String packedInto(Path folder) {
        List<String> packed = new ArrayList<>();
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                packed.add(packed(entry, folder.resolve(packed.size() + ".jar")).toString());
            } else if (Files.exists(entry)) {
                packed.add(entry.toString());
            }
        }
        return String.join(File.pathSeparator, packed);
    }

    private static Path packed(Path directory, Path jar) {
        if (Files.exists(jar)) {
            return jar;
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            // With its directories: Spring looks for classes by them.
            for (Path path : pathsUnder(directory)) {
                String name = directory.relativize(path).toString().replace(File.separatorChar, '/');
                if (Files.isDirectory(path)) {
                    if (!name.isEmpty()) {
                        out.putNextEntry(new ZipEntry(name + "/"));
                    }
                } else {
                    out.putNextEntry(new ZipEntry(name));
                    Files.copy(path, out);
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> filesUnder(Path entry) throws IOException {
        return pathsUnder(entry).stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> pathsUnder(Path entry) throws IOException {
        if (!Files.exists(entry)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(entry)) {
            return found.sorted().toList();
        }
    }
}
