package dev.clm.core.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.CoreFixture;
import dev.clm.core.CoreTestDatabase;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CoreAppliedEventRepositoryIT {
    private final CoreDatabase core = CoreTestDatabase.database();
    private final AppliedEventRepository<CoreTransaction> repository = new AppliedEventRepository<>();
    private final OrganizationId tenant = CoreFixture.organization();

    @Test
    @Tag("X3")
    void anEventCountsAsNewOnce() {
        OutboxEvent first = event(1);
        OutboxEvent second = event(2);

        assertThat(record(first)).containsExactly(first);
        assertThat(record(first, second)).containsExactly(second);
        assertThat(record(first, second)).isEmpty();
    }

    @Test
    void theSameEventTwiceInOneBatchIsNewOnce() {
        OutboxEvent event = event(1);

        assertThat(record(event, event)).containsExactly(event);
    }

    @Test
    void noEventsAreNoStatement() {
        assertThat(CoreTestDatabase.statementsOf(() -> record())).isZero();
    }

    private List<OutboxEvent> record(OutboxEvent... events) {
        return core.inTransaction(tenant, tx -> repository.recordAll(tx, List.of(events)));
    }

    private OutboxEvent event(long sequence) {
        return new OutboxEvent(
                Identifiers.next(), sequence, tenant, UUID.randomUUID(), "certificate.issued", "{\"a\":1}");
    }
}
