package dev.clm.secure.key.masterkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.tenant.OrganizationId;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K2")
class MasterKeyTest {
    private static final UUID ROW = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final OrganizationId TENANT =
            OrganizationId.of(UUID.fromString("01890000-0000-7000-8000-000000000004"));
    private static final AssociatedData BOUND = AssociatedData.ofEncryptionKey(ROW, "data-1", TENANT);
    /** Made by another implementation of AES-GCM from the layout in docs/decisions/0002-key-formats.md. */
    private static final String WRAPPED =
            "01a0a1a2a3a4a5a6a7a8a9aaabc6395e0e61ee24984a4cadf82b57eef1409d6b23a682745ba4371cbd43964b3e4419e35391b167e3d25a20ab863146a1";

    @Test
    void aKeyWrappedByTheFirstReleaseUnwraps() {
        AesKey dataKey = countingKey().unwrap(HexFormat.of().parseHex(WRAPPED), BOUND);

        assertThat(dataKey.getEncoded())
                .isEqualTo(HexFormat.of().parseHex("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"));
    }

    @Test
    void theKeyIdOfAKeyNeverChanges() {
        assertThat(countingKey().keyId()).isEqualTo("master-89b4e9d986492294");
    }

    @Test
    void whatIsWrappedUnwrapsWithTheSameKeyOnly() {
        AesKey dataKey = AesKey.generate(new SecureRandom());
        byte[] wrapped = countingKey().wrap(dataKey, BOUND);

        assertThat(countingKey().unwrap(wrapped, BOUND).getEncoded()).isEqualTo(dataKey.getEncoded());
        MasterKey other = MasterKey.takeOwnershipOf(new byte[32]);
        assertThatThrownBy(() -> other.unwrap(wrapped, BOUND)).isInstanceOf(ClmException.class);
    }

    @Test
    @Tag("K1")
    void everyFlippedBitOfAWrappedKeyGivesTheSameError() {
        byte[] wrapped = HexFormat.of().parseHex(WRAPPED);
        MasterKey masterKey = countingKey();
        for (int bit = 0; bit < wrapped.length * 8; bit++) {
            byte[] changed = wrapped.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> masterKey.unwrap(changed, BOUND))
                    .isInstanceOf(ClmException.class)
                    .hasMessage(KeyUnusable.uniform().getMessage())
                    .hasNoCause();
        }
    }

    @Test
    @Tag("K1")
    void aWrappedKeyIsBoundToRowKeyIdAndTenant() {
        byte[] wrapped = HexFormat.of().parseHex(WRAPPED);
        for (AssociatedData other : new AssociatedData[] {
            AssociatedData.ofEncryptionKey(new UUID(0, 1), "data-1", TENANT),
            AssociatedData.ofEncryptionKey(ROW, "data-2", TENANT),
            AssociatedData.ofEncryptionKey(ROW, "data-1", OrganizationId.of(new UUID(0, 1))),
            AssociatedData.ofEncryptionKey(ROW, "data-1", null)
        }) {
            assertThatThrownBy(() -> countingKey().unwrap(wrapped, other)).isInstanceOf(ClmException.class);
        }
    }

    @Test
    @Tag("K1")
    void aWrappedKeyOfAnyShorterLengthIsRejected() {
        for (int length = 0; length < WRAPPED.length() / 2; length++) {
            byte[] cut = java.util.Arrays.copyOf(HexFormat.of().parseHex(WRAPPED), length);
            assertThatThrownBy(() -> countingKey().unwrap(cut, BOUND)).isInstanceOf(ClmException.class);
        }
    }

    @Test
    @Tag("K5")
    void closingZeroesTheKey() {
        byte[] raw = counting(0);
        MasterKey masterKey = MasterKey.takeOwnershipOf(raw);

        masterKey.close();

        assertThat(raw).isEqualTo(new byte[32]);
        AesKey dataKey = AesKey.generate(new SecureRandom());
        assertThatThrownBy(() -> masterKey.wrap(dataKey, BOUND)).isInstanceOf(ClmException.class);
    }

    @Test
    @Tag("K5")
    void neitherTextNorSerialisationRevealsAKey() throws Exception {
        AesKey key = AesKey.takeOwnershipOf(counting(0));

        assertThat(key.toString()).isEqualTo("AES-256 key");
        assertThat(countingKey().toString()).isEqualTo("MasterKey[master-89b4e9d986492294]");
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(key)).isInstanceOf(NotSerializableException.class);
        }
    }

    private static MasterKey countingKey() {
        return MasterKey.takeOwnershipOf(counting(0));
    }

    private static byte[] counting(int first) {
        byte[] raw = new byte[32];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) (first + i);
        }
        return raw;
    }
}
