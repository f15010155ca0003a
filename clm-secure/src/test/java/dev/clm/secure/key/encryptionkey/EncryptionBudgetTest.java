package dev.clm.secure.key.encryptionkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K4")
class EncryptionBudgetTest {
    private static final int BLOCK = 100;

    private final AtomicLong reserved = new AtomicLong();
    private final EncryptionBudget budget = new EncryptionBudget(wanted -> {
        long block = Math.max(wanted, BLOCK);
        reserved.addAndGet(block);
        return block;
    });

    @Test
    void aBlockIsReservedBeforeTheFirstEncryption() {
        budget.take(1);

        assertThat(reserved).hasValue(BLOCK);
    }

    @Test
    void oneBlockServesManyEncryptions() {
        IntStream.range(0, BLOCK).forEach(i -> budget.take(1));
        assertThat(reserved).hasValue(BLOCK);

        budget.take(1);
        assertThat(reserved).hasValue(2 * BLOCK);
    }

    @Test
    void threadsAtOnceNeverTakeMoreThanWasReserved() {
        IntStream.range(0, 5_000).parallel().forEach(i -> budget.take(1));

        assertThat(reserved).hasValue(5_000);
    }

    @Test
    void whatIsLargerThanABlockIsReservedWhole() {
        budget.take(5 * BLOCK);

        assertThat(reserved.get()).isBetween(5L * BLOCK, 6L * BLOCK);
    }

    @Test
    void anAllowanceEndsWithItsLastEncryptionAndServesOneKey() {
        UUID key = UUID.randomUUID();
        EncryptionAllowance allowance = new EncryptionAllowance(key, 1);

        assertThatThrownBy(() -> allowance.spend(UUID.randomUUID())).isInstanceOf(IllegalStateException.class);
        allowance.spend(key);
        assertThatThrownBy(() -> allowance.spend(key)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void lowLimitsAreCountedFinely() {
        assertThat(UsageReservation.block(1)).isEqualTo(1);
        assertThat(UsageReservation.block(5_000)).isEqualTo(50);
        assertThat(UsageReservation.block(1L << 31)).isEqualTo(10_000);
    }
}
