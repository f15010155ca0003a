package dev.clm.secure.key.masterkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("K2")
class MasterKeyFileTest {
    @TempDir
    Path folder;

    @Test
    void aCreatedFileIsTheOwnersAloneAndReadsBackAsTheSameKey() throws IOException {
        Path file = folder.resolve("master.key");

        MasterKey created = MasterKeyFile.create(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).matches("clm-master-key-1:[A-Za-z0-9+/]{43}=\n");
        assertThat(MasterKeyFile.read(file).keyId()).isEqualTo(created.keyId());
    }

    @Test
    void anExistingFileIsNeverOverwritten() throws IOException {
        Path file = folder.resolve("master.key");
        String before = MasterKeyFile.create(file).keyId();

        assertThatThrownBy(() -> MasterKeyFile.create(file))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("exists already");
        assertThat(MasterKeyFile.read(file).keyId()).isEqualTo(before);
    }

    @Test
    void aKeyIsNotCreatedThroughALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("target"));

        assertThatThrownBy(() -> MasterKeyFile.create(link)).isInstanceOf(MasterKeyException.class);
        assertThat(folder.resolve("target")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw----r--", "rw--w----", "rw-rw-rw-", "rw------x"})
    void aFileThatOthersMayTouchIsRefused(String mode) throws IOException {
        Path file = folder.resolve("master.key");
        MasterKeyFile.create(file).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> MasterKeyFile.read(file))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageStartingWith("CLM_MASTER_KEY_FILE")
                .hasMessageContaining("mode");
    }

    @Test
    void aLinkIsFollowedOnlyWhereOthersCannotChangeIt() throws IOException {
        Path file = folder.resolve("master.key");
        String keyId;
        try (MasterKey key = MasterKeyFile.create(file)) {
            keyId = key.keyId();
        }
        Path links = Files.createDirectory(folder.resolve("links"));
        Path link = Files.createSymbolicLink(links.resolve("link"), file);
        try (MasterKey key = MasterKeyFile.read(link)) {
            assertThat(key.keyId()).isEqualTo(keyId);
        }

        Files.setPosixFilePermissions(links, PosixFilePermissions.fromString("rwxrwxr-x"));

        assertThatThrownBy(() -> MasterKeyFile.read(link))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("is a link");
    }

    @Test
    void aFolderIsRefused() {
        assertThatThrownBy(() -> MasterKeyFile.read(folder)).isInstanceOf(MasterKeyException.class);
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("none");

        assertThatThrownBy(() -> MasterKeyFile.read(file))
                .isInstanceOf(MasterKeyException.class)
                .hasMessage("CLM_MASTER_KEY_FILE: " + file + " does not exist");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 31, 33, 64})
    void aKeyOfAnotherLengthIsRefusedWithoutShowingIt(int length) throws IOException {
        String content = Base64.getEncoder().encodeToString(new byte[length]);

        assertRefusedWithoutShowing(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not base64 at all!",
                "clm-master-key-2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nAAAA",
                "clm-master-key-1:"
            })
    void anythingElseIsRefusedWithoutShowingIt(String content) throws IOException {
        assertRefusedWithoutShowing(content);
    }

    private void assertRefusedWithoutShowing(String content) throws IOException {
        Path file = folder.resolve("master.key");
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> MasterKeyFile.read(file))
                .isInstanceOf(MasterKeyException.class)
                .hasMessage("CLM_MASTER_KEY_FILE (" + file
                        + ") does not hold a master key: expected one line with 32 bytes in base64")
                .hasNoCause();
    }
}
