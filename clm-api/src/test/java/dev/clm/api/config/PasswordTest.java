package dev.clm.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("C3")
class PasswordTest {
    @TempDir
    Path folder;

    @Test
    void fileIsReadAgainEveryTime() throws IOException {
        Path file = write("password", "first\n");
        Password password = password(Map.of("P_FILE", file.toString()));

        assertThat(password.get()).isEqualTo("first");
        Files.writeString(file, "second\n");
        assertThat(password.get()).isEqualTo("second");
    }

    @Test
    void missingPasswordIsRefusedByNameWhenItIsNeeded() {
        Password password = password(Map.of());

        assertThat(password.isSet()).isFalse();
        assertThatThrownBy(password::get).hasMessage("P (or P_FILE) is not set");
    }

    @Test
    void bothSourcesAreRefused() {
        assertThatThrownBy(() -> password(Map.of("P", "a", "P_FILE", "/b"))).hasMessageContaining("both set");
    }

    @Test
    void unreadableAndEmptyFilesAreRefusedByName() throws IOException {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(password(Map.of("P_FILE", missing.toString()))::get).hasMessageStartingWith("P_FILE");
        Path empty = write("empty", "\n");
        assertThatThrownBy(password(Map.of("P_FILE", empty.toString()))::get).hasMessageContaining("empty file");
    }

    @Test
    void fileThatOthersCanReadIsRefusedByNameAndMode() throws IOException {
        Path file = write("password", "secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(password(Map.of("P_FILE", file.toString()))::get)
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("P_FILE")
                .hasMessageContaining("rw-r--r--")
                .hasMessageNotContaining("secret");
    }

    private Path write(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static Password password(Map<String, String> variables) {
        return new EnvironmentVariables(variables).password("P");
    }
}
