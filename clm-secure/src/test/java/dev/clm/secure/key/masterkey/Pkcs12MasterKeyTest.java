package dev.clm.secure.key.masterkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("K2")
class Pkcs12MasterKeyTest {
    private static final String PASSWORD = "not a secret here";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void oneKey() throws Exception {
        file = folder.resolve("master.p12");
        store(Map.of("clm", new byte[32]));
    }

    @Test
    void theOnlyKeyOfTheStoreIsTheSameAsFromAFile() {
        assertThat(load(Map.of()).keyId())
                .isEqualTo(MasterKey.takeOwnershipOf(new byte[32]).keyId());
    }

    @Test
    void thePasswordMayComeFromAFile() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> environment = Map.of(
                "CLM_MASTER_KEY_PKCS12", file.toString(), "CLM_MASTER_KEY_PKCS12_PASSWORD_FILE", password.toString());

        assertThat(MasterKeySettings.load(environment).keyId()).startsWith("master-");
    }

    /** Issue line A8. */
    @Test
    @Tag("keys-A8")
    void aPasswordFileThatOthersCanReadIsRefused() throws IOException {
        Path password = Files.writeString(folder.resolve("shared-password"), PASSWORD + "\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        Map<String, String> environment = Map.of(
                "CLM_MASTER_KEY_PKCS12", file.toString(), "CLM_MASTER_KEY_PKCS12_PASSWORD_FILE", password.toString());

        assertThatThrownBy(() -> MasterKeySettings.load(environment))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("rw-r--r--");
    }

    @Test
    void ofSeveralKeysOneHasToBeNamed() throws Exception {
        byte[] other = new byte[32];
        other[0] = 1;
        store(Map.of("clm", new byte[32], "other", other));

        assertRefused(Map.of(), "name one with CLM_MASTER_KEY_PKCS12_ALIAS");
        assertThat(load(Map.of("CLM_MASTER_KEY_PKCS12_ALIAS", "other")).keyId())
                .isEqualTo(MasterKey.takeOwnershipOf(other).keyId());
    }

    @Test
    void anAliasThatIsNotThereIsRefused() {
        assertRefused(Map.of("CLM_MASTER_KEY_PKCS12_ALIAS", "nobody"), "names no secret key");
    }

    @Test
    void aShorterKeyIsRefused() throws Exception {
        store(Map.of("clm", new byte[16]));

        assertRefused(Map.of(), "no AES key of 256 bits");
    }

    @Test
    void aWrongPasswordIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> load(Map.of("CLM_MASTER_KEY_PKCS12_PASSWORD", "a wrong one")))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("the password is wrong")
                .hasMessageNotContaining("a wrong one")
                .hasNoCause();
    }

    @Test
    void aStoreThatOthersMayReadIsRefused() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertRefused(Map.of(), "only its owner may read it");
    }

    private void assertRefused(Map<String, String> more, String message) {
        assertThatThrownBy(() -> load(more))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining(message);
    }

    private MasterKey load(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(
                Map.of("CLM_MASTER_KEY_PKCS12", file.toString(), "CLM_MASTER_KEY_PKCS12_PASSWORD", PASSWORD));
        environment.putAll(more);
        return MasterKeySettings.load(environment);
    }

    private void store(Map<String, byte[]> keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Map.Entry<String, byte[]> key : keys.entrySet()) {
            store.setKeyEntry(key.getKey(), new SecretKeySpec(key.getValue(), "AES"), PASSWORD.toCharArray(), null);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
