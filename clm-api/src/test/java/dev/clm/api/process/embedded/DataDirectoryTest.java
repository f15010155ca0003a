package dev.clm.api.process.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.api.config.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private static final String OPEN = "rwxr-xr-x";

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(OPEN));
    }

    @Test
    void anEmptyFolderIsTakenAndClosed() throws IOException {
        DataDirectory.open(folder);
        assertThat(mode()).isEqualTo("rwx------");
    }

    @Test
    void aFolderOfItsOwnIsTakenAgain() throws IOException {
        Files.createFile(folder.resolve("master.key"));
        Files.createFile(folder.resolve("notes"));
        DataDirectory.open(folder);
        assertThat(mode()).isEqualTo("rwx------");
    }

    @Test
    void aFolderWithOtherThingsIsRefusedAndLeftAsItIs() throws IOException {
        Files.createFile(folder.resolve("notes"));
        assertThatThrownBy(() -> DataDirectory.open(folder))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("CLM_DATA_DIR names a folder that holds other things");
        assertThat(mode()).isEqualTo(OPEN);
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    }
}
