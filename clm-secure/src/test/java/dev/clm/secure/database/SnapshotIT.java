package dev.clm.secure.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.SecureTestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several statements about one moment, however much others change between them. */
@Tag("K9")
class SnapshotIT {
    private static final Actor ACTOR = Actor.system(OrganizationId.of(UUID.randomUUID()));
    private static final String INSERT =
            "insert into outbox (id, organization_id, aggregate_id, event_type, payload, state,"
                    + " done_at) values (gen_random_uuid(), ?, gen_random_uuid(), 'certificate.changed', '{}', 'done', now())";

    private final SecureDatabase database = SecureTestDatabase.database();

    @Test
    void whatComesMeanwhileIsNotSeenAndTheTenantIsSet() throws Exception {
        long seen = database.inSnapshot(ACTOR, tx -> {
            long before = count(tx);
            insertElsewhere();
            assertThat(count(tx)).isEqualTo(before);
            return before;
        });
        assertThat(database.<Long>inTransaction(ACTOR, SnapshotIT::count)).isEqualTo(seen + 1);
    }

    /** On another thread, as another caller: one thread holds one transaction. */
    private void insertElsewhere() {
        Thread other = new Thread(() -> database.inServiceRole(
                "a test", tx -> tx.dsl().execute(INSERT, ACTOR.organizationId().value())));
        other.start();
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the tenant's own events, by row-level security. */
    private static long count(SecureTransaction tx) {
        return tx.dsl().fetchSingle("select count(*) from outbox").get(0, long.class);
    }
}
