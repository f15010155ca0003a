package dev.clm.core.coordination;

import dev.clm.common.identifier.Coded;

/** The values of integrity_findings.state. */
public enum FindingState implements Coded {
    /** Seen, but not for as long as the grace period: it may be traffic. */
    CANDIDATE,
    OPEN,
    REPAIRED,
    IGNORED,
    /** Repaired, and the repair taken back: no sweep repairs it again by itself. */
    UNDONE
}
