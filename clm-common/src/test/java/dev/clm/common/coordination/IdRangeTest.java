package dev.clm.common.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("X5")
class IdRangeTest {
    private static final UUID LOWEST = new UUID(0, 0);
    private static final UUID HIGHEST = new UUID(-1, -1);

    @Test
    void withoutCutsOneRangeHoldsEveryId() {
        assertThat(IdRange.cutAt(List.of())).containsExactly(new IdRange(LOWEST, HIGHEST));
    }

    @Test
    void rangesTouchAndLeaveNoIdOut() {
        UUID cut = new UUID(5, 0);
        assertThat(IdRange.cutAt(List.of(cut)))
                .containsExactly(new IdRange(LOWEST, new UUID(4, -1)), new IdRange(cut, HIGHEST));
    }

    @Test
    void aCutThatComesTwiceMakesNoEmptyRange() {
        UUID cut = new UUID(5, 1);
        assertThat(IdRange.cutAt(List.of(cut, cut))).hasSize(2);
        assertThat(IdRange.cutAt(List.of(LOWEST))).hasSize(1);
    }

    @Test
    void whatIsLeftBehindAnIdBeginsWithTheNextOne() {
        IdRange all = new IdRange(LOWEST, HIGHEST);
        assertThat(all.after(new UUID(1, -1)).first()).isEqualTo(new UUID(2, 0));
        assertThat(all.endsWith(HIGHEST)).isTrue();
    }
}
