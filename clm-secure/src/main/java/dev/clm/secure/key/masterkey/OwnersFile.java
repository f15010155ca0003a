package dev.clm.secure.key.masterkey;

import dev.clm.common.secretfile.SecretFile;
import dev.clm.common.secretfile.SecretFileException;
import java.nio.file.Path;

/**
 * A file of the master key or of what opens it (K2).
 *
 * @param setting the variable that named the file, for messages
 */
record OwnersFile(Path file, String setting) {

    /** All of it, at most so many bytes; the caller zeroes them. */
    byte[] read(int atMost) {
        try {
            return new SecretFile(file).read(atMost);
        } catch (SecretFileException e) {
            throw new MasterKeyException(setting + ": " + e.getMessage(), e);
        }
    }
}
