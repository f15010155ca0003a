package dev.clm.api.coordination.sweep;

import dev.clm.common.coordination.DigestPage;
import dev.clm.common.coordination.IdRange;
import java.util.UUID;
import java.util.function.Consumer;

/** Merges two ordered pages of digests. */
final class DigestMerge {
    private DigestMerge() {}

    /** Every id up to `last` that only one page has, or both with different digests. */
    static void between(DigestPage left, DigestPage right, UUID last, Consumer<UUID> differing) {
        int l = 0;
        int r = 0;
        while (has(left, l, last) || has(right, r, last)) {
            int order = order(left, l, right, r, last);
            if (order != 0 || left.digest(l) != right.digest(r)) {
                differing.accept(order <= 0 ? left.id(l) : right.id(r));
            }
            l += order <= 0 ? 1 : 0;
            r += order >= 0 ? 1 : 0;
        }
    }

    private static int order(DigestPage left, int l, DigestPage right, int r, UUID last) {
        if (!has(left, l, last)) {
            return 1;
        }
        return has(right, r, last) ? IdRange.compare(left.id(l), right.id(r)) : -1;
    }

    private static boolean has(DigestPage page, int index, UUID last) {
        return index < page.size() && IdRange.compare(page.id(index), last) <= 0;
    }
}
