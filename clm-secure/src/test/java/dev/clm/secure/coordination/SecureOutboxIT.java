package dev.clm.secure.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.coordination.Outbox;
import dev.clm.common.coordination.OutboxBacklog;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("X3")
@Tag("T2")
class SecureOutboxIT {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final SecureDatabase database = SecureTestDatabase.database();
    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
    private final Outbox<SecureTransaction> outbox = new Outbox<>();

    @BeforeEach
    void empty() {
        SecureTestDatabase.asSuperuser("delete from outbox");
    }

    @Test
    void eventsOfOneAggregateAreLeasedOneByOneInTheirOrder() {
        UUID aggregate = UUID.randomUUID();
        List<OutboxEvent> stored = append(Duration.ZERO, aggregate, aggregate, aggregate);
        for (OutboxEvent expected : stored) {
            List<OutboxEvent> leased = lease(10);
            assertThat(leased).extracting(OutboxEvent::id).containsExactly(expected.id());
            assertThat(lease(10)).isEmpty();
            markDone(leased);
        }
        assertThat(lease(10)).isEmpty();
    }

    @Test
    void anEventReservedByItsWriterIsLeftAlone() {
        append(Duration.ofMinutes(1), UUID.randomUUID());
        assertThat(lease(10)).isEmpty();
    }

    @Test
    void theWriterOfAnAggregateGetsItsOldestEventAtOnce() {
        UUID aggregate = UUID.randomUUID();
        List<OutboxEvent> stored = append(Duration.ofMinutes(1), aggregate, aggregate);
        Optional<OutboxEvent> oldest = database.inServiceRole("test", tx -> outbox.leaseOldestOf(tx, aggregate, LEASE));
        assertThat(oldest).map(OutboxEvent::id).contains(stored.get(0).id());
    }

    @Test
    void aReleasedEventComesBackWithoutAnAttemptCounted() {
        append(Duration.ZERO, UUID.randomUUID());
        List<OutboxEvent> leased = lease(10);
        database.inServiceRole(
                "test",
                tx -> outbox.release(tx, leased.stream().map(OutboxEvent::id).toList(), Duration.ZERO));
        assertThat(lease(10)).hasSize(1);
        assertThat(SecureTestDatabase.asSuperuser("delete from outbox where attempts = 0"))
                .isEqualTo(1);
    }

    @Test
    void anEventThatKeepsFailingIsBlockedAndCanBeUnblocked() {
        UUID aggregate = UUID.randomUUID();
        UUID id = append(Duration.ZERO, aggregate, aggregate).get(0).id();
        IntStream.range(0, 20)
                .forEach(i -> database.inServiceRole("test", tx -> outbox.markFailed(tx, id, "arranged")));
        SecureTestDatabase.asSuperuser("update outbox set next_attempt_at = now()");
        assertThat(lease(10)).as("nothing of this aggregate overtakes").isEmpty();
        OutboxBacklog backlog = database.inServiceRole("test", outbox::backlog);
        assertThat(backlog.blocked()).isEqualTo(1);
        assertThat(backlog.pending()).isEqualTo(1);
        assertThat(unblock(id)).isTrue();
        assertThat(unblock(id)).isFalse();
        assertThat(lease(10)).extracting(OutboxEvent::id).containsExactly(id);
    }

    @Test
    void doneEventsAreDeletedOnlyAfterTheirTime() {
        append(Duration.ZERO, UUID.randomUUID());
        markDone(lease(10));
        SecureTestDatabase.asSuperuser("update outbox set done_at = now() - interval '13 days' where state = 'done'");
        assertThat(deletePastKeeping()).isZero();
        SecureTestDatabase.asSuperuser("update outbox set done_at = now() - interval '15 days' where state = 'done'");
        assertThat(deletePastKeeping()).isEqualTo(1);
    }

    private boolean unblock(UUID id) {
        return database.inServiceRole("test", tx -> outbox.unblock(tx, id));
    }

    private int deletePastKeeping() {
        return database.inServiceRole("test", tx -> outbox.deletePastKeeping(tx, 10));
    }

    private List<OutboxEvent> append(Duration reserved, UUID... aggregates) {
        List<OutboxEvent> events = List.of(aggregates).stream()
                .map(aggregate -> new OutboxEvent(Identifiers.next(), 0, tenant, aggregate, "test.event", "{}"))
                .toList();
        return database.inTransaction(tenant, tx -> outbox.append(tx, events, reserved));
    }

    private List<OutboxEvent> lease(int limit) {
        return database.inServiceRole("test", tx -> outbox.leaseDue(tx, limit, LEASE));
    }

    private void markDone(List<OutboxEvent> events) {
        int marked = database.inServiceRole(
                "test",
                tx -> outbox.markDone(tx, events.stream().map(OutboxEvent::id).toList()));
        assertThat(marked).isEqualTo(events.size());
    }
}
