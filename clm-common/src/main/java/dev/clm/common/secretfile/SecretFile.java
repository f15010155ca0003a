package dev.clm.common.secretfile;

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

/**
 * Reads a file that holds a key or a password (K2, C3): only its owner may touch it, or its group read it where root owns it, as
 * files of a Kubernetes Secret with an fsGroup. A link is followed where nobody else can change where it leads.
 */
public final class SecretFile {
    private static final Set<PosixFilePermission> ALLOWED = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> ALLOWED_TO_ROOTS = PosixFilePermissions.fromString("rwxr-----");
    private static final int ROOT = 0;
    private static final int ATTEMPTS = 3;

    private final Path file;

    public SecretFile(Path file) {
        this.file = file;
    }

    /** All of it, which is at most so many bytes; the caller zeroes them. */
    public byte[] read(int atMost) {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Path target = Files.isSymbolicLink(file) ? LinkedFile.behind(file) : file;
                PosixFileAttributes before = attributes(target);
                byte[] content = readOnce(target, atMost);
                // A file put in place between the check and the reading was not checked.
                if (Objects.equals(before.fileKey(), attributes(target).fileKey())) {
                    return content;
                }
                Arrays.fill(content, (byte) 0);
            }
            throw new SecretFileException(file + " was replaced while it was read");
        } catch (NoSuchFileException e) {
            throw new SecretFileException(file + " does not exist", e);
        } catch (IOException | UnsupportedOperationException e) {
            throw new SecretFileException(
                    file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private PosixFileAttributes attributes(Path target) throws IOException {
        PosixFileAttributes found = Files.readAttributes(target, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile()) {
            throw new SecretFileException(file + " is not a regular file");
        }
        boolean isRoots = (int) Files.getAttribute(target, "unix:uid", LinkOption.NOFOLLOW_LINKS) == ROOT;
        if (!(isRoots ? ALLOWED_TO_ROOTS : ALLOWED).containsAll(found.permissions())) {
            throw new SecretFileException(file + " has mode " + PosixFilePermissions.toString(found.permissions())
                    + "; only its owner may read it (0600), or its group too where root owns it (0640)");
        }
        return found;
    }

    private byte[] readOnce(Path target, int atMost) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(atMost + 1);
        try (FileChannel channel =
                FileChannel.open(target, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
            if (!buffer.hasRemaining()) {
                throw new SecretFileException(file + " is longer than " + atMost + " bytes");
            }
            return Arrays.copyOf(buffer.array(), buffer.position());
        } finally {
            Arrays.fill(buffer.array(), (byte) 0);
        }
    }
}
