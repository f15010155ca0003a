package dev.clm.common.database;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A list in pieces, so that no statement takes more than one of them. */
public final class Pieces {
    private Pieces() {}

    /** Views of `all`, in its order, each of `size` elements but the last. */
    public static <E> Stream<List<E>> of(List<E> all, int size) {
        return IntStream.iterate(0, from -> from < all.size(), from -> from + size)
                .mapToObj(from -> all.subList(from, Math.min(from + size, all.size())));
    }
}
