package dev.clm.api.coordination.restore;

import dev.clm.common.coordination.Checkpoint;
import dev.clm.common.coordination.EventMemoryRepository.DeliveredEvent;
import dev.clm.common.coordination.Fence;
import dev.clm.common.coordination.Fence.OlderDatabase;
import dev.clm.common.identifier.Identifiers;
import dev.clm.core.database.CoreDatabase;
import dev.clm.secure.database.SecureDatabase;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Takes a pair of checkpoints each interval, and raises the fence when the databases are not of one time. */
@Service
public class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final int EVENTS_COMPARED = 1_000;
    private static final int PIECE = 1_000;

    private final SecureSide secure;
    private final CoreSide core;
    private final WriteFence fence;

    public Checkpoints(SecureDatabase secure, CoreDatabase core, WriteFence fence) {
        this.secure = SecureSide.of(secure);
        this.core = CoreSide.of(core);
        this.fence = fence;
    }

    /** Compares, and raises the fence where one database is older. Answers what was compared. */
    CheckpointComparison check() {
        CheckpointComparison comparison = compare();
        comparison.older().filter(older -> !fence.fenced()).ifPresent(older -> {
            LOG.error("{}", reason(older));
            fence.raise(new Fence(older, reason(older)));
        });
        return comparison;
    }

    /** The job: compares, and takes the next pair where nothing is wrong. */
    public void take() {
        CheckpointComparison comparison = check();
        if (comparison.older().isPresent() || fence.fenced()) {
            return;
        }
        if (comparison.isUnfinished()) {
            comparison.secureLast().ifPresent(begun -> finish(begun.id(), begun.number()));
        } else {
            takeNext(comparison);
        }
        int forgotten = secure.run(tx -> secure.state().deletePastKeeping(tx, PIECE))
                + core.run(tx -> core.state().deletePastKeeping(tx, PIECE));
        LOG.debug("{} checkpoints are past their keeping", forgotten);
    }

    /** First clm_secure_db, then clm_core_db, then completed: whoever finds a pair in core knows that secure has it. */
    void takeNext(CheckpointComparison comparison) {
        UUID id = Identifiers.next();
        long number = comparison.nextNumber();
        if (secure.run(tx -> secure.state().insert(tx, id, number))) {
            finish(id, number);
        }
    }

    private void finish(UUID id, long number) {
        boolean fresh = core.run(tx -> core.state().insert(tx, id, number));
        boolean completed = secure.run(tx -> secure.state().complete(tx, id));
        LOG.debug("checkpoint {}: new {}, completed {}", number, fresh, completed);
    }

    /*
     * Other instances go on meanwhile. Secure is read before core for what must be in core, and after it for what must be in
     * secure, so that nothing which happens in between looks like a loss.
     */
    private CheckpointComparison compare() {
        Before before = secure.run(tx -> new Before(
                secure.state().last(tx),
                secure.events().lastDelivered(tx, EVENTS_COMPARED),
                secure.events().highestSeen(tx)));
        Middle middle = core.run(tx -> new Middle(
                core.state().last(tx),
                before.last()
                        .filter(last -> core.state().contains(tx, last.id()))
                        .isPresent(),
                core.events().countUnknown(tx, before.delivered()) > 0
                        || before.highestSeen() > core.events().lastSequence(tx),
                core.events().lastDelivered(tx, EVENTS_COMPARED),
                core.events().highestSeen(tx)));
        return secure.run(tx -> new CheckpointComparison(
                before.last(),
                middle.last(),
                middle.last()
                        .filter(last -> secure.state().contains(tx, last.id()))
                        .isPresent(),
                middle.hasSecureLast(),
                middle.hasForgotten(),
                secure.events().countUnknown(tx, middle.delivered()) > 0
                        || middle.highestSeen() > secure.events().lastSequence(tx)));
    }

    private record Before(Optional<Checkpoint> last, List<DeliveredEvent> delivered, long highestSeen) {}

    private record Middle(
            Optional<Checkpoint> last,
            boolean hasSecureLast,
            boolean hasForgotten,
            List<DeliveredEvent> delivered,
            long highestSeen) {}

    private static String reason(OlderDatabase older) {
        String which = switch (older) {
            case SECURE -> "clm_secure_db was restored to a state before that of clm_core_db";
            case CORE -> "clm_core_db was restored to a state before that of clm_secure_db";
            case BOTH -> "clm_secure_db and clm_core_db were restored to different states";
        };
        return which + ": nothing is written until an operator has brought them together";
    }
}
