package dev.clm.common.secretfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Where a link leads, such as those of a mounted Kubernetes Secret (`key`, `..data`): followed step by step from the root, and only
 * where nobody but this process's user and root can change what stands on the way.
 */
final class LinkedFile {
    private static final int MOST_LINKS = 16;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int STICKY = 01000;
    private static final int ROOT = 0;
    private static final Path SELF = Path.of("/proc/self");

    private final Path link;
    private final Deque<Path> ahead = new ArrayDeque<>();
    private Path at;
    private int links;

    private LinkedFile(Path link) {
        this.link = link;
    }

    /** The file itself, which is no link. @throws SecretFileException where others could lead it elsewhere */
    static Path behind(Path link) throws IOException {
        return new LinkedFile(link.toAbsolutePath()).follow();
    }

    private Path follow() throws IOException {
        enter(link);
        while (!ahead.isEmpty()) {
            Path name = ahead.pop();
            if (name.toString().equals("..")) {
                at = at.getParent() == null ? at : at.getParent();
                continue;
            }
            Path next = at.resolve(name);
            requireUnchangeable(at, next);
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new SecretFileException(link + " leads through more than " + MOST_LINKS + " links");
            }
            enter(Files.readSymbolicLink(next));
        }
        return at;
    }

    /** Puts a path's names before those that are ahead. */
    private void enter(Path path) {
        if (path.isAbsolute()) {
            at = path.getRoot();
        }
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            if (!path.getName(i).toString().equals(".")) {
                ahead.push(path.getName(i));
            }
        }
    }

    private void requireUnchangeable(Path folder, Path entry) throws IOException {
        Map<String, Object> of = unix(folder);
        int mode = (int) of.get("mode");
        boolean othersWrite = (mode & WRITABLE_BY_OTHERS) != 0;
        // In a sticky folder, as /tmp, others can make entries, but neither change nor replace somebody else's.
        boolean safe = isTrusted(of) && (!othersWrite || (mode & STICKY) != 0 && isTrusted(unix(entry)));
        if (!safe) {
            throw new SecretFileException(
                    link + " is a link, and others than its user and root can change " + folder + " on the way");
        }
    }

    private static boolean isTrusted(Map<String, Object> attributes) throws IOException {
        int owner = (int) attributes.get("uid");
        return owner == ROOT || Files.exists(SELF) && owner == (int) Files.getAttribute(SELF, "unix:uid");
    }

    private static Map<String, Object> unix(Path path) throws IOException {
        return Files.readAttributes(path, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
    }
}
