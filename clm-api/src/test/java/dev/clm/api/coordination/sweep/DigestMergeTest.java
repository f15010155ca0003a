package dev.clm.api.coordination.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.coordination.DigestPage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("X5")
class DigestMergeTest {
    private static final UUID LAST = new UUID(-1, -1);

    @Test
    void whatOnlyOneSideHasDiffers() {
        assertThat(differing(page(1, 2, 4), page(2, 3), LAST)).containsExactly(id(1), id(3), id(4));
    }

    @Test
    void equalPagesDoNotDiffer() {
        assertThat(differing(page(1, 2, 3), page(1, 2, 3), LAST)).isEmpty();
    }

    @Test
    void anotherDigestDiffers() {
        DigestPage other = DigestPage.of(row(id(1), 99));
        assertThat(differing(page(1), other, LAST)).containsExactly(id(1));
    }

    @Test
    void whatIsBehindTheKnownEndIsLeftForTheNextPage() {
        assertThat(differing(page(1, 5), page(1), id(4))).isEmpty();
    }

    /** PostgreSQL orders uuids by unsigned bytes, Java's compareTo does not. */
    @Test
    void idsWithTheirHighestBitSetComeLast() {
        UUID high = new UUID(0x8000000000000000L, 0);
        DigestPage left = DigestPage.of(concat(row(id(1), 1), row(high, 7)));
        assertThat(differing(left, page(1, 2), LAST)).containsExactly(id(2), high);
    }

    private static List<UUID> differing(DigestPage left, DigestPage right, UUID last) {
        List<UUID> found = new ArrayList<>();
        DigestMerge.between(left, right, last, found::add);
        return found;
    }

    private static DigestPage page(int... numbers) {
        byte[] rows = new byte[0];
        for (int number : numbers) {
            rows = concat(rows, row(id(number), number));
        }
        return DigestPage.of(rows);
    }

    private static UUID id(int number) {
        return new UUID(0, number);
    }

    private static byte[] row(UUID id, long digest) {
        return ByteBuffer.allocate(24)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(digest)
                .array();
    }

    private static byte[] concat(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }
}
