package dev.clm.common.secretfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("K2")
class SecretFileTest {
    private static final String SECRET = "correct horse";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("secret"), SECRET);
        mode("rw-------");
    }

    @Test
    void ownersFileIsReadWhole() {
        assertThat(new SecretFile(file).read(SECRET.length())).isEqualTo(SECRET.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx--x---", "r--r--r--"})
    void fileThatOthersMayTouchIsRefusedWithItsMode(String mode) throws IOException {
        mode(mode);

        assertThatThrownBy(() -> new SecretFile(file).read(100))
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(mode)
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void linkIsNotFollowed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        assertThatThrownBy(() -> new SecretFile(link).read(100)).hasMessageContaining("links are not followed");
    }

    @Test
    void longerFileIsRefusedAndNotCut() {
        assertThatThrownBy(() -> new SecretFile(file).read(SECRET.length() - 1)).hasMessageContaining("longer than");
    }

    @Test
    void missingFileIsSaidToBeMissing() {
        assertThatThrownBy(() -> new SecretFile(folder.resolve("none")).read(100))
                .hasMessageContaining("does not exist");
    }

    private void mode(String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
