package dev.clm.secure.masterkey;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K2")
class MasterKeyCheckTest {
    private final MasterKey masterKey = MasterKey.takeOwnershipOf(new byte[32]);
    private final MasterKeyCheck check = new MasterKeyCheck(masterKey);
    private final MasterKeyRow row = check.newRow(new UUID(0, 1));

    @Test
    void theKeyThatMadeTheValueOpensIt() {
        assertThatCode(() -> check.verify(row)).doesNotThrowAnyException();
    }

    @Test
    void anotherMasterKeyIsRefusedByKeyId() {
        byte[] other = new byte[32];
        other[31] = 1;
        MasterKeyCheck wrong = new MasterKeyCheck(MasterKey.takeOwnershipOf(other));

        assertThatThrownBy(() -> wrong.verify(row))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining(
                        "does not match the one this database was initialised with (key_id " + masterKey.keyId() + ")");
    }

    @Test
    void anotherKeyUnderTheSameKeyIdIsRefused() {
        byte[] other = new byte[32];
        other[31] = 1;
        MasterKeyCheck wrong = new MasterKeyCheck(new MasterKey(masterKey.keyId(), AesKey.takeOwnershipOf(other)));

        assertThatThrownBy(() -> wrong.verify(row)).isInstanceOf(MasterKeyException.class);
    }

    @Test
    void aValueMovedToAnotherRowIsRefused() {
        MasterKeyRow moved = new MasterKeyRow(new UUID(0, 2), row.keyId(), row.keyCheckValue());

        assertThatThrownBy(() -> check.verify(moved)).isInstanceOf(MasterKeyException.class);
    }

    @Test
    void aWrappedKeyIsNoKeyCheckValue() {
        AssociatedData bound = AssociatedData.ofEncryptionKey(row.id(), row.keyId(), null);
        byte[] wrapped = masterKey.wrap(AesKey.takeOwnershipOf(new byte[32]), bound);

        assertThatThrownBy(() -> check.verify(new MasterKeyRow(row.id(), row.keyId(), wrapped)))
                .isInstanceOf(MasterKeyException.class);
    }
}
