package dev.clm.secure.key.masterkey;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;

/** A master key in a file that only its owner can read: made once, never overwritten. */
public final class MasterKeyFile {
    static final String SETTING = "CLM_MASTER_KEY_FILE";

    private static final int MAX_BYTES = 1024;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private MasterKeyFile() {}

    /** A new random key in a new file of mode 0600, on the disk when this returns; an existing file is refused. */
    public static MasterKey create(Path file) {
        byte[] raw = new byte[AesKey.BYTES];
        new SecureRandom().nextBytes(raw);
        byte[] text = MasterKeyText.format(raw);
        try {
            write(file, text);
        } catch (FileAlreadyExistsException e) {
            Arrays.fill(raw, (byte) 0);
            throw new MasterKeyException(file + " exists already; a master key is never overwritten", e);
        } catch (IOException | UnsupportedOperationException e) {
            Arrays.fill(raw, (byte) 0);
            throw new MasterKeyException("no master key could be written to " + file + ": " + reason(e), e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
        return MasterKey.takeOwnershipOf(raw);
    }

    public static MasterKey read(Path file) {
        return read(file, SETTING);
    }

    static MasterKey read(Path file, String setting) {
        return MasterKeyText.parseAndErase(new OwnersFile(file, setting).read(MAX_BYTES), setting + " (" + file + ")");
    }

    private static void write(Path file, byte[] text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            fill(channel, text);
            forceName(file);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static void fill(FileChannel channel, byte[] text) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(text);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(true);
    }

    /** The name too has to survive a power failure: what a lost key has wrapped is lost. */
    private static void forceName(Path file) throws IOException {
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static String reason(Exception failure) {
        return failure.getClass().getSimpleName();
    }
}
