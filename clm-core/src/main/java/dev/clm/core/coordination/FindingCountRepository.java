package dev.clm.core.coordination;

import dev.clm.common.identifier.Coded;
import dev.clm.core.database.CoreTransaction;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** How many faults stand that sweeps found. What was repaired is history, and not counted. Only for the service role. */
public final class FindingCountRepository {
    private static final String COUNT =
            "select kind, state, count(*) from integrity_findings where state <> 'repaired' group by 1, 2";

    /** By what is wrong and what became of it; zeros included. */
    public Map<FaultKind, Map<FindingState, Long>> count(CoreTransaction tx) {
        Map<FaultKind, Map<FindingState, Long>> counts = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            counts.put(kind, new EnumMap<>(FindingState.class));
            Arrays.stream(FindingState.values())
                    .filter(state -> state != FindingState.REPAIRED)
                    .forEach(state -> counts.get(kind).put(state, 0L));
        }
        tx.dsl()
                .fetch(COUNT)
                .forEach(row -> counts.get(Coded.of(FaultKind.class, row.get(0, String.class)))
                        .put(Coded.of(FindingState.class, row.get(1, String.class)), row.get(2, Long.class)));
        return counts;
    }
}
