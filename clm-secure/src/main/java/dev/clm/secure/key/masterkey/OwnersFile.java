package dev.clm.secure.key.masterkey;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

/** Reads a file that holds a key: only its owner may touch it, and it is never followed through a link (K2). */
final class OwnersFile {
    private static final Set<PosixFilePermission> ALLOWED = PosixFilePermissions.fromString("rwx------");

    private final Path file;
    private final String setting;

    /** `setting` is the variable that named the file, for messages. */
    OwnersFile(Path file, String setting) {
        this.file = file;
        this.setting = setting;
    }

    /** At most so many bytes of it; the caller zeroes them. */
    byte[] read(int atMost) {
        try {
            PosixFileAttributes before = attributes();
            byte[] content = readOnce(atMost);
            // A file put in place between the check and the reading would not have been checked.
            if (!Objects.equals(before.fileKey(), attributes().fileKey())) {
                Arrays.fill(content, (byte) 0);
                throw new MasterKeyException(this + " was replaced while it was read");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new MasterKeyException(this + " does not exist", e);
        } catch (IOException | UnsupportedOperationException e) {
            throw new MasterKeyException(
                    this + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private PosixFileAttributes attributes() throws IOException {
        PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile()) {
            throw new MasterKeyException(this + " is not a regular file (links are not followed)");
        }
        if (!ALLOWED.containsAll(found.permissions())) {
            throw new MasterKeyException(this + " has mode " + PosixFilePermissions.toString(found.permissions())
                    + "; only its owner may read it (0600)");
        }
        return found;
    }

    private byte[] readOnce(int atMost) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer buffer = ByteBuffer.allocate(atMost);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
            byte[] content = Arrays.copyOf(buffer.array(), buffer.position());
            Arrays.fill(buffer.array(), (byte) 0);
            return content;
        }
    }

    @Override
    public String toString() {
        return setting + ": " + file;
    }
}
