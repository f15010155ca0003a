package dev.clm.api.coordination.sweep;

import dev.clm.common.coordination.DigestPage;
import dev.clm.common.coordination.IdRange;
import dev.clm.common.coordination.RangeDigest;
import dev.clm.common.database.DatabaseTransaction;
import dev.clm.common.database.Pieces;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.database.SecureTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Finds the ids under which certificates and metadata differ, in constant memory (requirement X5): both databases sum digests
 * up by ranges of ids, first by large ones, and only where the sums differ are rows read, in order, a page at a time. The
 * sides work at once, each on a thread of its own.
 */
final class PairComparison {
    private static final int ROWS_A_RANGE = 512;
    private static final int MOST_RANGES = 16_384;
    private static final int RANGES_A_PIECE = 512;
    private static final int LEAST_PIECES = 4;
    private static final int RANGES_A_READ = 64;
    private static final int ROWS_A_PAGE = 4_096;

    private final DatabaseSide<SecureTransaction> secure;
    private final DatabaseSide<CoreTransaction> core;
    private final Executor otherSide;

    PairComparison(DatabaseSide<SecureTransaction> secure, DatabaseSide<CoreTransaction> core, Executor otherSide) {
        this.secure = secure;
        this.core = core;
        this.otherSide = otherSide;
    }

    /** Gives every id that is on one side only, or whose digests differ, to `differing`, in ascending order. */
    void run(Progress progress, Consumer<UUID> differing) {
        List<UUID> cuts = core.read(tx -> core.digests().cuts(tx, ROWS_A_RANGE, MOST_RANGES));
        List<List<IdRange>> pieces = pieces(IdRange.cutAt(cuts));
        progress.expect(2L * pieces.stream().mapToInt(List::size).sum());
        List<IdRange> unequal = unequal(unequalPieces(pieces, progress));
        Pieces.of(unequal, RANGES_A_READ).forEach(piece -> compareRows(piece, differing));
    }

    private static List<List<IdRange>> pieces(List<IdRange> ranges) {
        int size = Math.max(1, Math.min(RANGES_A_PIECE, (ranges.size() + LEAST_PIECES - 1) / LEAST_PIECES));
        return Pieces.of(ranges, size).toList();
    }

    /** Neighbouring ranges as one: in most of a table nothing is wrong, and one large sum is cheaper than many small ones. */
    private List<List<IdRange>> unequalPieces(List<List<IdRange>> pieces, Progress progress) {
        return unequal(
                pieces, both(() -> wholeDigests(secure, pieces, progress), () -> wholeDigests(core, pieces, progress)));
    }

    private List<IdRange> unequal(List<List<IdRange>> pieces) {
        return pieces.stream()
                .flatMap(ranges ->
                        unequal(ranges, both(() -> digests(secure, ranges), () -> digests(core, ranges))).stream())
                .toList();
    }

    private static <R> List<R> unequal(List<R> ranges, Both<List<RangeDigest>> sums) {
        return IntStream.range(0, ranges.size())
                .filter(i -> !sums.secure().get(i).equals(sums.core().get(i)))
                .mapToObj(ranges::get)
                .toList();
    }

    private static <T extends DatabaseTransaction> List<RangeDigest> wholeDigests(
            DatabaseSide<T> side, List<List<IdRange>> pieces, Progress progress) {
        List<RangeDigest> digests = new ArrayList<>(pieces.size());
        for (List<IdRange> piece : pieces) {
            IdRange whole = new IdRange(
                    piece.get(0).first(), piece.get(piece.size() - 1).last());
            digests.add(side.read(tx -> side.digests().digest(tx, whole)));
            progress.advance(piece.size());
        }
        return digests;
    }

    private static <T extends DatabaseTransaction> List<RangeDigest> digests(
            DatabaseSide<T> side, List<IdRange> ranges) {
        return side.read(tx -> side.digests().digests(tx, ranges));
    }

    private void compareRows(List<IdRange> ranges, Consumer<UUID> differing) {
        Both<List<DigestPage>> pages = both(() -> pages(secure, ranges), () -> pages(core, ranges));
        for (int i = 0; i < ranges.size(); i++) {
            compareRange(ranges.get(i), pages.secure().get(i), pages.core().get(i), differing);
        }
    }

    /** A range may hold any number of rows: what is behind the first pages is read page by page. */
    private void compareRange(IdRange range, DigestPage certificates, DigestPage metadata, Consumer<UUID> differing) {
        IdRange rest = range;
        DigestPage left = certificates;
        DigestPage right = metadata;
        UUID known = lastKnown(rest, left, right);
        DigestMerge.between(left, right, known, differing);
        while (!rest.endsWith(known)) {
            rest = rest.after(known);
            List<IdRange> next = List.of(rest);
            left = pages(secure, next).get(0);
            right = pages(core, next).get(0);
            known = lastKnown(rest, left, right);
            DigestMerge.between(left, right, known, differing);
        }
    }

    private static <T extends DatabaseTransaction> List<DigestPage> pages(DatabaseSide<T> side, List<IdRange> ranges) {
        return side.read(tx -> side.digests().pages(tx, ranges, ROWS_A_PAGE));
    }

    /** Up to where both pages show all rows there are. */
    private static UUID lastKnown(IdRange range, DigestPage left, DigestPage right) {
        UUID leftEnd = left.size() < ROWS_A_PAGE ? range.last() : left.id(left.size() - 1);
        UUID rightEnd = right.size() < ROWS_A_PAGE ? range.last() : right.id(right.size() - 1);
        return IdRange.compare(leftEnd, rightEnd) < 0 ? leftEnd : rightEnd;
    }

    private record Both<R>(R secure, R core) {}

    private <R> Both<R> both(Supplier<R> onSecure, Supplier<R> onCore) {
        CompletableFuture<R> other = CompletableFuture.supplyAsync(onCore, otherSide);
        try {
            R mine = onSecure.get();
            return new Both<>(mine, other.join());
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException known ? known : failure;
        }
    }
}
