package dev.clm.migrations.local;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * The binaries, unpacked by the machine's tar where it has one, before the library would do it: in Java that takes a third of a
 * first start. The library looks for them in a folder named after their MD5; where it does not find them, it unpacks them itself.
 */
final class NativelyUnpackedBinaries implements PgBinaryResolver {
    private static final long LIMIT_SECONDS = 60;

    private final Path workingDirectory;

    NativelyUnpackedBinaries(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    @Override
    public InputStream getPgBinary(String system, String machineHardware) throws IOException {
        try (InputStream packed = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machineHardware)) {
            byte[] archive = packed.readAllBytes();
            Path folder = workingDirectory.resolve("PG-" + md5(archive));
            if (!Files.exists(folder)) {
                unpack(archive, folder);
            }
            return new ByteArrayInputStream(archive);
        }
    }

    /** Complete or not at all: the folder gets its name when everything is in it. */
    private void unpack(byte[] archive, Path folder) throws IOException {
        Files.createDirectories(workingDirectory);
        Path unfinished = Files.createTempDirectory(workingDirectory, "unpacking");
        try {
            if (tar(archive, unfinished)) {
                Files.createFile(unfinished.resolve(".exists"));
                Files.move(unfinished, folder);
            }
        } finally {
            if (Files.exists(unfinished)) {
                DeletedFolder.delete(unfinished);
            }
        }
    }

    private static boolean tar(byte[] archive, Path folder) {
        try {
            Process tar = new ProcessBuilder("tar", "-xJf", "-", "-C", folder.toString())
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            try (OutputStream in = tar.getOutputStream()) {
                in.write(archive);
            }
            return tar.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && tar.exitValue() == 0;
        } catch (IOException noTar) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String md5(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(archive));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
