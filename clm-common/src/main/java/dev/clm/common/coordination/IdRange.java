package dev.clm.common.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Ids from `first` to `last`, both included, in the order of PostgreSQL, which is that of unsigned bytes. */
public record IdRange(UUID first, UUID last) {
    private static final UUID LOWEST = new UUID(0, 0);
    private static final UUID HIGHEST = new UUID(-1, -1);

    /** Every id there can be, cut before each of the given ones, which ascend. */
    public static List<IdRange> cutAt(List<UUID> cuts) {
        List<IdRange> ranges = new ArrayList<>(cuts.size() + 1);
        UUID first = LOWEST;
        for (UUID cut : cuts) {
            if (compare(cut, first) > 0) {
                ranges.add(new IdRange(first, before(cut)));
                first = cut;
            }
        }
        ranges.add(new IdRange(first, HIGHEST));
        return ranges;
    }

    public static int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    /** What is left of this range behind an id in it. */
    public IdRange after(UUID id) {
        long low = id.getLeastSignificantBits() + 1;
        return new IdRange(new UUID(id.getMostSignificantBits() + (low == 0 ? 1 : 0), low), last);
    }

    public boolean endsWith(UUID id) {
        return last.equals(id);
    }

    private static UUID before(UUID id) {
        long low = id.getLeastSignificantBits();
        return new UUID(id.getMostSignificantBits() - (low == 0 ? 1 : 0), low - 1);
    }
}
