package dev.clm.api.coordination.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.coordination.sweep.GeneratedCertificates;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.common.coordination.OutboxEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several instances of the service empty one outbox, next to the relay of the service itself. */
@Tag("X4")
class SeveralRelaysIT {
    private static final int CERTIFICATES = 300;
    private static final List<String> CHANGES = List.of("suspended", "active", "expiring", "expired");
    private static final Duration LONG = Duration.ofSeconds(90);

    /** What each instance has applied, by the row it is about, in the order in which that was told. */
    private final Map<UUID, List<Long>> applied = new ConcurrentHashMap<>();

    private final List<Map<UUID, Integer>> byInstance = Stream.generate(
                    () -> (Map<UUID, Integer>) new ConcurrentHashMap<UUID, Integer>())
            .limit(3)
            .toList();

    @Test
    void everyEventIsAppliedOnceAndInOrderPerRow() {
        GeneratedCertificates rows = new GeneratedCertificates(CERTIFICATES);
        rows.insert();
        RelayLoop own = RunningService.shared().context().getBean("outboxRelayLoop", RelayLoop.class);
        own.stop();
        List<RelayInstance> instances = byInstance.stream()
                .map(counts -> new RelayInstance(Duration.ofSeconds(1), event -> note(event, counts)))
                .toList();
        try {
            CHANGES.forEach(status -> change(rows, status));
            Awaitility.await().atMost(LONG).until(() -> open(rows) == 0);
        } finally {
            instances.forEach(RelayInstance::close);
            own.start();
        }

        assertThat(Rows.countSecure("outbox where organization_id = ?", rows.organization()))
                .isGreaterThanOrEqualTo((long) CERTIFICATES * CHANGES.size());
        assertThat(statuses(rows)).containsExactly(CHANGES.get(CHANGES.size() - 1));
        assertThat(applied.values().stream().filter(sequences -> sequences.size() >= CHANGES.size()))
                .hasSizeGreaterThanOrEqualTo(CERTIFICATES)
                .allSatisfy(sequences -> assertThat(sequences).isSorted().doesNotHaveDuplicates());
        assertThat(byInstance.stream().filter(counts -> !counts.isEmpty()))
                .as("instances that had a part in it")
                .hasSizeGreaterThan(1);
    }

    /** One that looks by itself only long after the test has given up. */
    @Test
    void aCommitEndsTheWaitOfARelay() {
        GeneratedCertificates rows = new GeneratedCertificates(1);
        rows.insert();
        RelayLoop own = RunningService.shared().context().getBean("outboxRelayLoop", RelayLoop.class);
        own.stop();
        RelayInstance relay = new RelayInstance(LONG.multipliedBy(10), event -> {});
        try {
            for (String status : CHANGES) {
                change(rows, status);
                Awaitility.await().atMost(LONG).until(() -> statuses(rows).equals(List.of(status)));
            }
        } finally {
            relay.close();
            own.start();
        }
    }

    private void note(OutboxEvent event, Map<UUID, Integer> counts) {
        applied.computeIfAbsent(event.aggregateId(), row -> Collections.synchronizedList(new ArrayList<>()))
                .add(event.sequence());
        counts.merge(event.aggregateId(), 1, Integer::sum);
    }

    private static void change(GeneratedCertificates rows, String status) {
        Rows.secure("update certificates set status = ? where organization_id = ?", status, rows.organization());
    }

    private static long open(GeneratedCertificates rows) {
        return Rows.countSecure("outbox where organization_id = ? and state <> 'done'", rows.organization());
    }

    private static List<String> statuses(GeneratedCertificates rows) {
        return Rows.core(
                String.class,
                "select distinct status from certificate_metadata where organization_id = ?",
                rows.organization());
    }
}
