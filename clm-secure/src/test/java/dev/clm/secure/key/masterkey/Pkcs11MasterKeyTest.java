package dev.clm.secure.key.masterkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On a real PKCS#11 module, SoftHSM2. */
@Tag("K2")
class Pkcs11MasterKeyTest {
    private static final AssociatedData BOUND = AssociatedData.ofEncryptionKey(new UUID(0, 1), "data-1", null);

    private final String alias = "clm-" + UUID.randomUUID();
    private SoftHsmToken token;
    private SecretKey inToken;

    @BeforeEach
    void keyInAToken() throws Exception {
        token = SoftHsmToken.sharedOrSkip();
        inToken = token.generate(alias, 256);
    }

    @Test
    @Tag("K5")
    void theKeyNeverLeavesTheToken() {
        assertThat(inToken.getEncoded()).isNull();
        assertThat(load(Map.of()).keyId()).matches("master-[0-9a-f]{16}");
    }

    @Test
    void dataKeysAreWrappedAndUnwrappedInTheToken() {
        AesKey dataKey = AesKey.generate(new SecureRandom());
        MasterKey masterKey = load(Map.of());

        byte[] wrapped = masterKey.wrap(dataKey, BOUND);

        assertThat(wrapped).hasSize(1 + 12 + 32 + 16);
        assertThat(load(Map.of()).unwrap(wrapped, BOUND).getEncoded()).isEqualTo(dataKey.getEncoded());
    }

    @Test
    @Tag("K1")
    void whatWasChangedIsRefusedWithTheUniformError() {
        MasterKey masterKey = load(Map.of());
        byte[] wrapped = masterKey.wrap(AesKey.generate(new SecureRandom()), BOUND);
        wrapped[20] ^= 1;

        assertThatThrownBy(() -> masterKey.unwrap(wrapped, BOUND))
                .isInstanceOf(ClmException.class)
                .hasMessage(KeyUnusable.uniform().getMessage())
                .hasNoCause();
    }

    /** Issue line A8. */
    @Test
    @Tag("keys-A8")
    void aKeyOf128BitsIsRefused() throws Exception {
        String small = "clm-" + UUID.randomUUID();
        token.generate(small, 128);

        assertThatThrownBy(() -> load(Map.of("CLM_MASTER_KEY_PKCS11_ALIAS", small)))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("256 bits");
    }

    @Test
    void twoKeysOfOneTokenHaveIdsOfTheirOwn() throws Exception {
        String other = "clm-" + UUID.randomUUID();
        token.generate(other, 256);

        assertThat(load(Map.of("CLM_MASTER_KEY_PKCS11_ALIAS", other)).keyId())
                .isNotEqualTo(load(Map.of()).keyId());
    }

    @Test
    void closingLeavesTheKeyInTheToken() {
        load(Map.of()).close();

        assertThat(load(Map.of()).keyId()).startsWith("master-");
    }

    @Test
    void aConfigurationThatIsNotThereIsRefused() {
        Map<String, String> missing = Map.of("CLM_MASTER_KEY_PKCS11", "/nowhere/pkcs11.cfg");

        assertThatThrownBy(() -> load(missing))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("the token cannot be opened");
    }

    private MasterKey load(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(token.environment("CLM_MASTER_KEY", alias));
        environment.putAll(more);
        return MasterKeySettings.load(environment);
    }
}
