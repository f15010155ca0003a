package dev.clm.secure.key.masterkey;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K2")
class MasterKeyCheckTest {
    private final MasterKey masterKey = MasterKey.takeOwnershipOf(new byte[32]);
    private final MasterKeyCheck check = new MasterKeyCheck(MasterKeys.of(masterKey));
    private final MasterKeyRow row = KeyCheckValue.newRow(new UUID(0, 1), masterKey);

    @Test
    void theKeyThatMadeTheValueOpensIt() {
        assertThatCode(() -> check.verifyActive(row, Optional.empty())).doesNotThrowAnyException();
    }

    @Test
    void anotherMasterKeyIsRefusedByKeyId() {
        byte[] other = new byte[32];
        other[31] = 1;
        MasterKeyCheck wrong = new MasterKeyCheck(MasterKeys.of(MasterKey.takeOwnershipOf(other)));

        assertThatThrownBy(() -> wrong.verifyActive(row, Optional.empty()))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining(
                        "does not match the one this database was initialised with (key_id " + masterKey.keyId() + ")");
    }

    @Test
    void anotherKeyUnderTheSameKeyIdIsRefused() {
        byte[] other = new byte[32];
        other[31] = 1;
        MasterKeyCheck wrong = new MasterKeyCheck(
                MasterKeys.of(new MasterKey(masterKey.keyId(), AesKey.takeOwnershipOf(other), AesGcm.PROVIDER)));

        assertThatThrownBy(() -> wrong.verifyActive(row, Optional.empty())).isInstanceOf(MasterKeyException.class);
    }

    @Test
    void aValueMovedToAnotherRowIsRefused() {
        MasterKeyRow moved = new MasterKeyRow(new UUID(0, 2), row.keyId(), row.keyCheckValue(), "active");

        assertThatThrownBy(() -> check.verifyActive(moved, Optional.empty())).isInstanceOf(MasterKeyException.class);
    }

    @Test
    void aWrappedKeyIsNoKeyCheckValue() {
        AssociatedData bound = AssociatedData.ofEncryptionKey(row.id(), row.keyId(), null);
        byte[] wrapped = masterKey.wrap(AesKey.takeOwnershipOf(new byte[32]), bound);

        assertThatThrownBy(() -> check.verifyActive(
                        new MasterKeyRow(row.id(), row.keyId(), wrapped, "active"), Optional.empty()))
                .isInstanceOf(MasterKeyException.class);
    }

    @Test
    void afterARotationHasBegunTheOldKeyAloneIsToldWhichOneIsMissing() {
        byte[] other = new byte[32];
        other[31] = 1;
        MasterKey next = MasterKey.takeOwnershipOf(other);
        MasterKeyRow active = KeyCheckValue.newRow(new UUID(0, 2), next);

        assertThatThrownBy(() -> check.verifyActive(active, Optional.of(row)))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("has begun")
                .hasMessageContaining(next.keyId());
    }
}
