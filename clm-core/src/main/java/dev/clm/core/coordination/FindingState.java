package dev.clm.core.coordination;

import java.util.Locale;

/** The values of integrity_findings.state. */
public enum FindingState {
    /** Seen, but not for as long as the grace period: it may be traffic. */
    CANDIDATE,
    OPEN,
    REPAIRED,
    IGNORED,
    /** Repaired, and the repair taken back: no sweep repairs it again by itself. */
    UNDONE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FindingState of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
