package dev.clm.api.coordination.report;

import dev.clm.api.coordination.sweep.FindingRepair;
import dev.clm.api.coordination.sweep.RepairInitiator;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.core.coordination.FindingState;
import dev.clm.core.coordination.IntegrityFinding;
import dev.clm.core.coordination.IntegrityFindingRepository;
import dev.clm.core.database.CoreDatabase;
import java.util.List;
import java.util.UUID;

/** Findings of all tenants, for operators: listed, repaired, taken back, ignored. */
public final class IntegrityFindings {
    private static final String REASON = "show findings of all tenants to an operator";

    private final CoreDatabase core;
    private final IntegrityFindingRepository findings;
    private final FindingRepair repair;

    public IntegrityFindings(CoreDatabase core, IntegrityFindingRepository findings, FindingRepair repair) {
        this.core = core;
        this.findings = findings;
        this.repair = repair;
    }

    public List<IntegrityFinding> list(FindingState state, UUID after, int limit) {
        return core.inServiceRole(REASON, tx -> findings.inState(tx, state, after, limit));
    }

    public IntegrityFinding find(UUID id) {
        return core.inServiceRole(REASON, tx -> findings.find(tx, id)).orElseThrow(IntegrityFindings::notFound);
    }

    /** Refuses with a conflict where the fault has gone meanwhile, and the finding with it. */
    public IntegrityFinding repair(UUID id, RepairInitiator operator) {
        return repair.repair(find(id), operator)
                .orElseThrow(() -> ClmException.of(
                        ErrorCode.STATE_CONFLICT, "the fault is gone: there is nothing to repair any more"));
    }

    public IntegrityFinding undo(UUID id, RepairInitiator operator) {
        return repair.undo(find(id), operator);
    }

    public IntegrityFinding ignore(UUID id, RepairInitiator operator) {
        return repair.ignore(find(id), operator);
    }

    private static ClmException notFound() {
        return ClmException.of(ErrorCode.NOT_FOUND, "there is no such finding");
    }
}
