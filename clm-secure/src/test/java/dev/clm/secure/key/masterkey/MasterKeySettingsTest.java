package dev.clm.secure.key.masterkey;

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

@Tag("K2")
class MasterKeySettingsTest {
    private static final String ZEROES = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @Test
    void aMissingKeyNamesAllSources() {
        assertThatThrownBy(() -> MasterKeySettings.load(Map.of()))
                .isInstanceOf(MasterKeyException.class)
                .hasMessage("no master key: set one of CLM_MASTER_KEY_FILE, CLM_MASTER_KEY, CLM_MASTER_KEY_PKCS12,"
                        + " CLM_MASTER_KEY_PKCS11");
    }

    @Test
    void aBlankSettingIsNoSetting() {
        assertThat(MasterKeySettings.isSet(Map.of("CLM_MASTER_KEY", " ", "CLM_MASTER_KEY_FILE", "")))
                .isFalse();
    }

    @Test
    void theEnvironmentTakesBase64WithAndWithoutHeader() {
        String bare = MasterKeySettings.load(Map.of("CLM_MASTER_KEY", ZEROES)).keyId();
        String headed = MasterKeySettings.load(Map.of("CLM_MASTER_KEY", "clm-master-key-1:" + ZEROES + "\n"))
                .keyId();

        assertThat(bare)
                .isEqualTo(headed)
                .isEqualTo(MasterKey.takeOwnershipOf(new byte[32]).keyId());
    }

    @Test
    void aMalformedKeyNamesTheSettingAndShowsNothing() {
        assertThatThrownBy(() -> MasterKeySettings.load(Map.of("CLM_MASTER_KEY", "s3cret")))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageStartingWith("CLM_MASTER_KEY does not hold a master key")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void twoSettingsAtOnceAreRefused(@TempDir Path folder) {
        Map<String, String> both = Map.of(
                "CLM_MASTER_KEY",
                ZEROES,
                "CLM_MASTER_KEY_FILE",
                folder.resolve("k").toString());

        assertThatThrownBy(() -> MasterKeySettings.load(both))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("both set");
    }

    @Test
    void theFileIsReadWhereItIsSet(@TempDir Path folder) {
        Path file = folder.resolve("master.key");
        String created = MasterKeyFile.create(file).keyId();

        assertThat(MasterKeySettings.load(Map.of("CLM_MASTER_KEY_FILE", file.toString()))
                        .keyId())
                .isEqualTo(created);
    }

    /** Issue line A8. Told before any token is opened. */
    @Test
    @Tag("keys-A8")
    void aPinFileThatOthersCanReadIsRefused(@TempDir Path folder) throws IOException {
        Path pin = Files.writeString(folder.resolve("shared-pin"), "1234\n");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r--r--"));
        Map<String, String> environment = Map.of(
                "CLM_MASTER_KEY_PKCS11",
                folder.resolve("token.cfg").toString(),
                "CLM_MASTER_KEY_PKCS11_PIN_FILE",
                pin.toString());

        assertThatThrownBy(() -> MasterKeySettings.load(environment))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageStartingWith("CLM_MASTER_KEY_PKCS11_PIN_FILE")
                .hasMessageContaining("rw-r--r--");
    }

    @Test
    void theNextMasterKeyHasSettingsOfItsOwn() {
        assertThat(MasterKeySettings.loadNext(Map.of("CLM_MASTER_KEY", ZEROES))).isEmpty();
        assertThat(MasterKeySettings.loadNext(Map.of("CLM_NEXT_MASTER_KEY", ZEROES))
                        .orElseThrow()
                        .keyId())
                .isEqualTo(
                        MasterKeySettings.load(Map.of("CLM_MASTER_KEY", ZEROES)).keyId());
    }
}
