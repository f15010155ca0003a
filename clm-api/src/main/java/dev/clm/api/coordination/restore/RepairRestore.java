package dev.clm.api.coordination.restore;

import dev.clm.api.coordination.restore.LostChangeReplay.Replayed;
import dev.clm.common.coordination.Checkpoint;
import dev.clm.common.coordination.EventMemoryRepository.Again;
import dev.clm.common.coordination.Fence;
import dev.clm.common.coordination.Fence.OlderDatabase;
import dev.clm.core.database.CoreDatabase;
import dev.clm.secure.database.SecureDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/**
 * Brings two databases together of which one was restored to an older state, and lifts the fence. Every step may be repeated:
 * after a crash the fence still stands, and the repair is run again. What it queues, the relay and the CRL job do as ever.
 */
@Service
public class RepairRestore {
    /** Events are told before they are marked, and clocks differ. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");
    private static final long SEQUENCE_MARGIN = 1_000_000;
    /** Each CRL comes from a revocation, which is an event, or from the job, which can publish one in ten seconds for 28 days. */
    private static final long CRL_NUMBERS_SKIPPED = 1_000_000;

    private static final int ALL_CHECKPOINTS = 50_000;
    private static final int LOST_SHOWN = 1_000;
    private static final int PIECE = 10_000;

    private final SecureSide secure;
    private final CoreSide core;
    private final LostChangeReplay changes;
    private final DepartureReplay departures;
    private final Checkpoints checkpoints;
    private final WriteFence fence;

    public RepairRestore(
            SecureDatabase secure,
            CoreDatabase core,
            LostChangeReplay changes,
            DepartureReplay departures,
            Checkpoints checkpoints,
            WriteFence fence) {
        this.secure = SecureSide.of(secure);
        this.core = CoreSide.of(core);
        this.changes = changes;
        this.departures = departures;
        this.checkpoints = checkpoints;
        this.fence = fence;
    }

    /** For the command line, where no service runs in this process. */
    public static RepairRestore of(SecureDatabase secure, CoreDatabase core) {
        WriteFence fence = new WriteFence(secure, core);
        return new RepairRestore(
                secure,
                core,
                new LostChangeReplay(secure, core),
                new DepartureReplay(secure, core),
                new Checkpoints(secure, core, fence),
                fence);
    }

    /** Answers what was done; `older` is null where both databases were of one time and no fence stood. */
    public RestoreReport run() {
        CheckpointComparison comparison = checkpoints.check();
        Optional<OlderDatabase> older =
                comparison.older().or(() -> fence.current().map(Fence::older));
        return older.map(which -> repair(which, comparison)).orElseGet(RestoreReport::nothing);
    }

    private RestoreReport repair(OlderDatabase older, CheckpointComparison comparison) {
        Common common = common();
        Replayed replayed = older == OlderDatabase.CORE ? Replayed.NOTHING : renewSecure(common);
        int departed = older == OlderDatabase.SECURE ? 0 : renewCore(common);
        int again = deliverAgain(older, common);
        checkpoints.takeNext(comparison);
        fence.lift();
        return new RestoreReport(
                older,
                again,
                replayed.certificates(),
                replayed.revocations(),
                departed,
                core.run(tx -> core.toldChanges().lost(tx, LOST_SHOWN)));
    }

    /** Numbers first: whatever is written from here on has to be newer than all that the other database has seen. */
    private Replayed renewSecure(Common common) {
        long seen = core.run(core.events()::highestSeen);
        requireAbove(seen, secure.run(tx -> secure.events().continueAbove(tx, seen + SEQUENCE_MARGIN)));
        Replayed replayed = changes.run(common.inCore().minus(MARGIN));
        secure.run(tx -> secure.rows().skipUsedNumbers(tx, CRL_NUMBERS_SKIPPED + replayed.events(), replayed.events()));
        return replayed;
    }

    private int renewCore(Common common) {
        long seen = secure.run(secure.events()::highestSeen);
        requireAbove(seen, core.run(tx -> core.events().continueAbove(tx, seen + SEQUENCE_MARGIN)));
        return departures.run(common.inSecure().minus(MARGIN));
    }

    /** The fence stays: an event under a number that was seen before would be taken for an old one, and lost. */
    private static void requireAbove(long seen, long last) {
        if (last <= seen) {
            throw new IllegalStateException("the outbox goes on at " + last + ", and " + seen + " has been seen");
        }
    }

    /** The older database is told again what the other one delivered since; both are, where both are older. */
    private int deliverAgain(OlderDatabase older, Common common) {
        int toCore = older == OlderDatabase.SECURE
                ? 0
                : inPieces(
                        common.inSecure(),
                        since -> secure.run(tx -> secure.events().deliverAgain(tx, since, PIECE)));
        int toSecure = older == OlderDatabase.CORE
                ? 0
                : inPieces(
                        common.inCore(), since -> core.run(tx -> core.events().deliverAgain(tx, since, PIECE)));
        return toCore + toSecure;
    }

    /** Each piece is a transaction: there may be more than one statement has time for, and what is done stays done. */
    private static int inPieces(Instant stored, Function<Instant, Again> step) {
        Again piece = step.apply(stored.minus(MARGIN));
        int all = piece.events();
        while (piece.events() == PIECE) {
            piece = step.apply(piece.until());
            all += piece.events();
        }
        return all;
    }

    /** When each database, by its own clock, stored the newest pair that both still have. */
    private record Common(Instant inSecure, Instant inCore) {}

    private Common common() {
        List<UUID> ids = core.run(tx -> core.state().latest(tx, ALL_CHECKPOINTS)).stream()
                .map(Checkpoint::id)
                .toList();
        Optional<Checkpoint> inSecure = secure.run(tx -> secure.state().newestAmong(tx, ids));
        Optional<Checkpoint> inCore =
                inSecure.flatMap(pair -> core.run(tx -> core.state().newestAmong(tx, List.of(pair.id()))));
        return new Common(
                inSecure.map(Checkpoint::takenAt).orElse(LONG_AGO),
                inCore.map(Checkpoint::takenAt).orElse(LONG_AGO));
    }
}
