package dev.clm.api.coordination.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.common.coordination.Outbox;
import dev.clm.common.identifier.Identifiers;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What could not be written to the core database at once gets there all the same. */
@Tag("X3")
class OutboxRelayIT {
    private static final Tenant TENANT = Tenant.create();
    private static final Duration LONG = Duration.ofSeconds(40);
    /** A pool lends a connection unchecked for half a second after its last use. */
    private static final Duration SETTLED = Duration.ofMillis(700);

    @Test
    void relayBringsMetadataThatTheRequestCouldNotWrite() {
        Answer issued;
        Rows.core("revoke insert on certificate_metadata from clm_core_user");
        try {
            issued = TENANT.issue("relayed.example", Map.of("tags", List.of("late")))
                    .expect(201);
        } finally {
            Rows.core("grant insert on certificate_metadata to clm_core_user");
        }

        assertThat(metadata(issued.id())).isZero();
        TENANT.administrator().get(Tenant.path(issued.id())).expect(200);
        patiently().untilAsserted(() -> assertThat(metadata(issued.id())).isEqualTo(1));
        awaitStates(issued.id(), "done");
        assertThat(TENANT.administrator().get(Tenant.CERTIFICATES + "?tag=late").ids())
                .containsExactly(issued.id());
    }

    @Test
    void outageOfTheCoreDatabaseCostsNoAttempt() {
        UUID issued;
        UUID revoked;
        coreIsReadOnly(true);
        try {
            issued = TENANT.issue("outage.example");
            revoked = TENANT.issue("outage-revoked.example");
            TENANT.administrator()
                    .post(Tenant.path(revoked) + "/revoke", Map.of("reason", "superseded"))
                    .expect(200);
            assertRelayTriesInVain(issued);
        } finally {
            coreIsReadOnly(false);
        }

        awaitStates(issued, "done");
        awaitStates(revoked, "done", "done");
        assertThat(metadata(issued)).isEqualTo(1);
        assertThat(Rows.core(String.class, "select status from certificate_metadata where certificate_id = ?", revoked))
                .containsExactly("revoked");
    }

    @Test
    void changesMadeWithPsqlReachTheMetadataToo() {
        UUID id = TENANT.issue("by-psql.example");

        Rows.secure("update certificates set deleted_at = now() where id = ?", id);

        patiently()
                .untilAsserted(() -> assertThat(Rows.countCore(
                                "certificate_metadata where certificate_id = ? and deleted_at is not null", id))
                        .isEqualTo(1));
    }

    @Test
    void eventThatKeepsFailingIsBlockedAndHoldsBackItsAggregateOnly() {
        UUID aggregate = Identifiers.next();
        UUID first = unreadableEvent(aggregate);
        patiently()
                .untilAsserted(() -> assertThat(Rows.countSecure(
                                "outbox where id = ? and state = 'pending' and attempts > 0 and last_error is not null",
                                first))
                        .isEqualTo(1));
        UUID second = unreadableEvent(aggregate);
        UUID other = TENANT.issue("unhindered.example");
        awaitStates(other, "done");

        Rows.secure("update outbox set attempts = 19, next_attempt_at = now() where id = ?", first);
        patiently().untilAsserted(() -> assertThat(stateAndAttempts(first)).containsExactly("blocked20"));
        assertThat(stateAndAttempts(second)).as("waits behind the blocked one").containsExactly("pending0");

        mend(aggregate);
        assertThat(unblock(first)).isTrue();
        assertThat(unblock(first)).as("is not blocked any more").isFalse();
        awaitStates(aggregate, "done", "done");
    }

    /** Others' transaction may hold a row for long: its event is counted and waits, and no other does. */
    @Test
    void eventWhoseRowIsHeldWaitsAlone() throws Exception {
        UUID held = TENANT.issue("held.example");
        UUID other = TENANT.issue("not-held.example");
        awaitStates(held, "done");
        awaitStates(other, "done");
        try (Connection holder = RunningService.shared().superuser("clm_core_db");
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select 1 from certificate_metadata where certificate_id = '" + held + "' for update");
            Rows.secure("update certificates set status = 'suspended' where id in (?, ?)", held, other);
            awaitStates(other, "done", "done");
            patiently()
                    .untilAsserted(() -> assertThat(Rows.countSecure(
                                    "outbox where aggregate_id = ? and state = 'pending' and attempts > 0", held))
                            .isEqualTo(1));
            holder.rollback();
        }
        awaitStates(held, "done", "done");
    }

    /** It gives the event back, to be tried later than the request had reserved it, and counts no attempt. */
    private static void assertRelayTriesInVain(UUID aggregate) {
        patiently()
                .untilAsserted(() -> assertThat(Rows.countSecure(
                                "outbox where aggregate_id = ? and next_attempt_at > created_at + interval '6 seconds'",
                                aggregate))
                        .isEqualTo(1));
        assertThat(Rows.secure(String.class, "select state || attempts from outbox where aggregate_id = ?", aggregate))
                .containsExactly("pending0");
        assertThat(metadata(aggregate)).isZero();
    }

    private static UUID unreadableEvent(UUID aggregate) {
        UUID id = Identifiers.next();
        Rows.secure(
                "insert into outbox (id, organization_id, aggregate_id, event_type, payload)"
                        + " values (?, ?, ?, 'certificate.changed', '{\"unreadable\":true}')",
                id,
                TENANT.administrator().organizationId(),
                aggregate);
        return id;
    }

    /** To a change of a certificate that is not there, which changes nothing. */
    private static void mend(UUID aggregate) {
        Rows.secureUnseen(
                "update outbox set payload = jsonb_build_object('certificate_id', aggregate_id, 'status', 'active',"
                        + " 'owner_user_id', aggregate_id, 'common_name', 'x', 'not_before', '2026-01-01T00:00:00Z',"
                        + " 'not_after', '2027-01-01T00:00:00Z') where aggregate_id = ?",
                aggregate);
    }

    private static boolean unblock(UUID event) {
        var beans = RunningService.shared().context();
        return beans.getBean(SecureDatabase.class)
                .inServiceRole("a test", tx -> new Outbox<SecureTransaction>().unblock(tx, event));
    }

    /** Whatever other threads of the service throw while their database is away. */
    private static ConditionFactory patiently() {
        return Awaitility.await().dontCatchUncaughtExceptions().atMost(LONG);
    }

    private static long metadata(UUID id) {
        return Rows.countCore("certificate_metadata where certificate_id = ?", id);
    }

    private static void awaitStates(UUID aggregate, String... states) {
        patiently()
                .untilAsserted(() -> assertThat(
                                Rows.secure(String.class, "select state from outbox where aggregate_id = ?", aggregate))
                        .containsExactly(states));
    }

    private static List<String> stateAndAttempts(UUID event) {
        return Rows.secure(String.class, "select state || attempts from outbox where id = ?", event);
    }

    /** As after a failover to a replica: it can be read, and every write is refused. */
    private static void coreIsReadOnly(boolean readOnly) {
        Rows.secure("alter database clm_core_db set default_transaction_read_only = " + readOnly);
        Rows.secure("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'clm_core_db'");
        patiently()
                .during(SETTLED)
                .untilAsserted(
                        () -> TENANT.administrator().get(Tenant.CERTIFICATES).expect(200));
    }
}
