package dev.clm.api.coordination.sweep;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.core.coordination.FindingState;
import dev.clm.core.coordination.IntegrityFinding;
import dev.clm.core.coordination.IntegrityFindingRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Repairs a finding, and takes a repair back. What takes it back is written before the row is changed; the change and its
 * audit entry are one transaction of the row's database; then the finding is marked. A crash in between leaves a finding that
 * the next sweep completes.
 */
public final class FindingRepair {
    private static final List<FindingState> REPAIRABLE = List.of(FindingState.OPEN, FindingState.UNDONE);

    private final FindingRegister register;
    private final IntegrityFindingRepository findings;
    private final FaultCheck faults;
    private final MetadataRepair metadata;
    private final RowRepair rows;
    private final BooleanSupplier fenced;

    FindingRepair(
            FindingRegister register,
            IntegrityFindingRepository findings,
            FaultCheck faults,
            MetadataRepair metadata,
            RowRepair rows,
            BooleanSupplier fenced) {
        this.register = register;
        this.findings = findings;
        this.faults = faults;
        this.metadata = metadata;
        this.rows = rows;
        this.fenced = fenced;
    }

    /** While a restored database is fenced, what looks like a fault here may be all that is left of the truth. */
    boolean isFenced() {
        return fenced.getAsBoolean();
    }

    /** Answers the finding as it is then; empty where the fault had gone, and the finding with it. */
    public Optional<IntegrityFinding> repair(IntegrityFinding finding, RepairInitiator operator) {
        requireState(finding, REPAIRABLE, "it cannot be repaired now");
        if (isFenced()) {
            throw ClmException.of(ErrorCode.STATE_CONFLICT, "a restored database is fenced: nothing is repaired yet");
        }
        if (faults.stillThere(List.of(finding)).isEmpty()) {
            register.inCore(tx -> findings.remove(tx, List.of(finding.id())));
            return Optional.empty();
        }
        Optional<String> undo = isAboutMetadata(finding) ? metadata.plan(finding) : Optional.of(rows.plan(finding));
        if (undo.isEmpty() || !carryOut(finding, undo.get(), operator)) {
            throw ClmException.of(ErrorCode.STATE_CONFLICT, "the row has just changed: look again");
        }
        return find(finding.id());
    }

    /** Takes a repair back, or looks at an ignored finding again. */
    public IntegrityFinding undo(IntegrityFinding finding, RepairInitiator operator) {
        requireState(finding, List.of(FindingState.REPAIRED, FindingState.IGNORED), "there is nothing to take back");
        if (finding.state() == FindingState.REPAIRED) {
            boolean undone = isAboutMetadata(finding) ? metadata.undo(finding, operator) : rows.undo(finding, operator);
            if (!undone) {
                throw ClmException.of(ErrorCode.STATE_CONFLICT, "the row was changed since it was repaired");
            }
        }
        FindingState next = finding.state() == FindingState.REPAIRED ? FindingState.UNDONE : FindingState.OPEN;
        return changed(finding, next, operator);
    }

    /** The fault stays, is known, and no sweep repairs it. */
    public IntegrityFinding ignore(IntegrityFinding finding, RepairInitiator operator) {
        requireState(
                finding,
                List.of(FindingState.CANDIDATE, FindingState.OPEN, FindingState.UNDONE),
                "it cannot be ignored any more");
        return changed(finding, FindingState.IGNORED, operator);
    }

    void noteFailure(IntegrityFinding finding, RuntimeException failure) {
        String error = failure instanceof ClmException known
                ? known.getMessage()
                : failure.getClass().getSimpleName();
        register.inCore(tx -> findings.noteError(tx, finding.id(), error));
    }

    private boolean carryOut(IntegrityFinding finding, String undo, RepairInitiator operator) {
        register.inCore(tx -> findings.noteUndo(tx, finding.id(), undo));
        boolean repaired = isAboutMetadata(finding)
                ? metadata.repair(finding, undo, operator)
                : rows.repair(finding, undo, operator);
        if (repaired) {
            changed(finding, FindingState.REPAIRED, operator);
        } else {
            register.inCore(tx -> findings.noteUndo(tx, finding.id(), null));
        }
        return repaired;
    }

    private IntegrityFinding changed(IntegrityFinding finding, FindingState next, RepairInitiator operator) {
        boolean changed = register.inCore(
                tx -> findings.change(tx, finding.id(), List.of(finding.state()), next, operator.userId()));
        if (!changed) {
            throw ClmException.of(ErrorCode.STATE_CONFLICT, "somebody else has just decided about this finding");
        }
        return find(finding.id()).orElseThrow();
    }

    private Optional<IntegrityFinding> find(UUID id) {
        return register.inCore(tx -> findings.find(tx, id));
    }

    private static boolean isAboutMetadata(IntegrityFinding finding) {
        return RowRepair.reference(finding).table().equals("certificate_metadata");
    }

    private static void requireState(IntegrityFinding finding, List<FindingState> states, String otherwise) {
        if (!states.contains(finding.state())) {
            throw ClmException.of(
                    ErrorCode.STATE_CONFLICT,
                    "the finding is " + finding.state().code() + ": " + otherwise);
        }
    }
}
