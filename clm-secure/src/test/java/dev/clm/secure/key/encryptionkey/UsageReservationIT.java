package dev.clm.secure.key.encryptionkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.key.masterkey.AssociatedData;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K4")
class UsageReservationIT {
    private static final long LIMIT = 1_000;
    private static final long BLOCK = 10;

    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
    private final DataKeyRing ring = ring();
    private final DataKey key = ring.active(tenant);

    @Test
    void whatAProcessMayUseIsCountedBeforeItIsUsed() {
        encrypt(key, 1);
        assertThat(stored().usageCount()).isEqualTo(BLOCK);

        encrypt(key, 10);
        assertThat(stored().usageCount()).isEqualTo(2 * BLOCK);
    }

    @Test
    void aProcessThatDiedWithABlockIsCountedInFull() {
        encrypt(key, 1);
        encrypt(ring().active(tenant), 1);

        assertThat(stored().usageCount()).isEqualTo(2 * BLOCK);
    }

    @Test
    void processesAtOnceReserveBlocksOfTheirOwn() {
        IntStream.range(0, 8).parallel().forEach(i -> encrypt(ring().active(tenant), 10));

        assertThat(stored().usageCount()).isEqualTo(8 * BLOCK);
    }

    @Test
    void whatABatchSetsAsideIsCountedAtOnce() {
        EncryptionAllowance allowance = key.setAside(45);

        assertThat(stored().usageCount()).isEqualTo(45);
        assertThat(key.encrypt(new byte[1], bound(key), allowance)).isNotNull();
    }

    @Test
    void atTheLimitTheKeyIsDueForRotation() {
        arrange(LIMIT - 2 * BLOCK);
        encrypt(key, 1);
        assertThat(stored().nextRotationAt()).isNull();

        encrypt(key, 10);
        assertThat(stored().nextRotationAt()).isBeforeOrEqualTo(Instant.now().plusSeconds(60));
    }

    @Test
    void aRotationThatIsDueSoonerStaysSo() {
        Instant sooner = Instant.parse("2026-01-01T00:00:00Z");
        SecureTestDatabase.asSuperuser(
                "update encryption_keys set next_rotation_at = '" + sooner + "' where id = ?", key.id());
        arrange(LIMIT);
        encrypt(key, 1);

        assertThat(stored().nextRotationAt()).isEqualTo(sooner);
    }

    @Test
    void theLastEncryptionOfAllIsNumberTwoToTheThirtyTwo() {
        arrange(UsageReservation.MOST - 1);
        encrypt(key, 1);
        assertThat(stored().usageCount()).isEqualTo(UsageReservation.MOST);

        assertThatThrownBy(() -> encrypt(key, 1))
                .isInstanceOfSatisfying(
                        ClmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    private void arrange(long usageCount) {
        SecureTestDatabase.asSuperuser("update encryption_keys set usage_count = ? where id = ?", usageCount, key.id());
    }

    private EncryptionKey stored() {
        return SecureTestDatabase.database()
                .inTransaction(tenant, tx -> new EncryptionKeyRepository().find(tx, key.id()))
                .orElseThrow();
    }

    private void encrypt(DataKey with, int times) {
        IntStream.range(0, times).forEach(i -> with.encrypt(new byte[1], bound(with)));
    }

    private AssociatedData bound(DataKey with) {
        return AssociatedData.ofPrivateKey(new UUID(0, 1), new UUID(0, 2), with.id(), tenant);
    }

    private static DataKeyRing ring() {
        return new DataKeyRing(SecureTestDatabase.database(), SecureTestDatabase.masterKey(), LIMIT);
    }
}
