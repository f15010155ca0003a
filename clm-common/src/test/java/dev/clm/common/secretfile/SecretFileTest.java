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
    private static final int SOMEBODY = 12_345;

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
    @ValueSource(strings = {"rw----r--", "rw--w----", "rwx--x---", "r--r--r--"})
    void fileThatOthersMayTouchIsRefusedWithItsMode(String mode) throws IOException {
        mode(mode);

        assertThatThrownBy(() -> new SecretFile(file).read(100))
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(mode)
                .hasMessageNotContaining(SECRET);
    }

    /** As in a Secret that is mounted with an fsGroup. */
    @Test
    void groupReadsWhatRootOwnsAndNothingElse() throws IOException {
        mode("r--r-----");
        if (!isRoot()) {
            assertThatThrownBy(() -> new SecretFile(file).read(100)).hasMessageContaining("r--r-----");
            return;
        }
        assertThat(new SecretFile(file).read(100)).isNotEmpty();
        Files.setAttribute(file, "unix:uid", SOMEBODY);

        assertThatThrownBy(() -> new SecretFile(file).read(100)).hasMessageContaining("r--r-----");
    }

    /** `key` leads to `..data/key`, and `..data` to the folder of the day. */
    @Test
    void linksOfAMountedSecretAreFollowedAlsoAfterTheyHaveChanged() throws IOException {
        Path secret = Files.createDirectory(folder.resolve("secret.d"));
        mount(secret, "..2026_11_01", "first");
        Path key = Files.createSymbolicLink(secret.resolve("key"), Path.of("..data", "key"));
        assertThat(new SecretFile(key).read(100)).asString().isEqualTo("first");

        Files.delete(secret.resolve("..data"));
        mount(secret, "..2026_11_02", "second");

        assertThat(new SecretFile(key).read(100)).asString().isEqualTo("second");
    }

    @Test
    void linkThatOthersCouldLeadElsewhereIsRefused() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Path link = Files.createSymbolicLink(open.resolve("link"), file);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
        Path through = Files.createSymbolicLink(folder.resolve("through"), Path.of("open", "link"));

        for (Path each : new Path[] {link, through}) {
            assertThatThrownBy(() -> new SecretFile(each).read(100))
                    .isInstanceOf(SecretFileException.class)
                    .hasMessageContaining(each + " is a link")
                    .hasMessageContaining(open.toString());
        }
    }

    @Test
    void linkToAFileThatOthersMayReadIsRefusedAndSoIsACircle() throws IOException {
        mode("rw-r--r--");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));

        assertThatThrownBy(() -> new SecretFile(link).read(100)).hasMessageContaining("rw-r--r--");
        assertThatThrownBy(() -> new SecretFile(circle).read(100)).hasMessageContaining("more than 16 links");
    }

    private void mount(Path secret, String day, String content) throws IOException {
        Path data = Files.createDirectory(secret.resolve(day));
        Path target = Files.writeString(data.resolve("key"), content);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r--------"));
        Files.createSymbolicLink(secret.resolve("..data"), Path.of(day));
    }

    private boolean isRoot() throws IOException {
        return (int) Files.getAttribute(file, "unix:uid") == 0;
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
