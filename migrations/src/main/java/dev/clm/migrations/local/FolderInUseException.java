package dev.clm.migrations.local;

import java.nio.file.Path;

/** Another process runs the server of the folder. */
public final class FolderInUseException extends LocalPostgresException {
    private static final long serialVersionUID = 1L;

    FolderInUseException(Path folder) {
        super("Another process already serves from the folder " + folder);
    }
}
