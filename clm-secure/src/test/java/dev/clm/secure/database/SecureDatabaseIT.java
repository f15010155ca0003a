package dev.clm.secure.database;

import static dev.clm.common.database.SqlState.DEADLOCK_DETECTED;
import static dev.clm.common.database.SqlState.QUERY_CANCELED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.SecureTestDatabase;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SecureDatabaseIT {
    private final SecureDatabase database = SecureTestDatabase.database();
    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());

    @Test
    @Tag("S3")
    void theTenantIsSetForTheTransactionAndGoneAfterIt() {
        assertThat(database.inTransaction(tenant, SecureDatabaseIT::currentTenant))
                .isEqualTo(tenant.toString());
        assertThat(database.inServiceRole("look at the setting", SecureDatabaseIT::currentTenant))
                .isNullOrEmpty();
    }

    @Test
    @Tag("T3")
    void aDeadlockIsRetriedUntilItSucceeds() {
        AtomicInteger attempts = new AtomicInteger();
        String result = database.inTransaction(tenant, tx -> {
            if (attempts.incrementAndGet() < 3) {
                raise(tx, DEADLOCK_DETECTED);
            }
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(attempts).hasValue(3);
    }

    @Test
    @Tag("T3")
    void aSerializationFailureThatDoesNotEndBecomesUnavailable() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> database.inTransaction(tenant, tx -> {
                    attempts.incrementAndGet();
                    return raise(tx, "40001");
                }))
                .isInstanceOfSatisfying(
                        ClmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(attempts).hasValue(4);
    }

    @Test
    @Tag("T3")
    void aStatementTimeOutBecomesUnavailableWithoutARetry() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> database.inTransaction(tenant, tx -> {
                    attempts.incrementAndGet();
                    return raise(tx, QUERY_CANCELED);
                }))
                .isInstanceOfSatisfying(
                        ClmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(attempts).hasValue(1);
    }

    @Test
    @Tag("X1")
    void aSecondTransactionInsideAnOpenOneIsRefused() {
        assertThatThrownBy(() -> database.inTransaction(
                        tenant, tx -> database.inServiceRole("nested", SecureDatabaseIT::currentTenant)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("open in this thread");
        assertThat(database.inTransaction(tenant, SecureDatabaseIT::currentTenant))
                .isEqualTo(tenant.toString());
    }

    @Test
    @Tag("C1")
    void everyConnectionHasItsTimeOuts() {
        String timeOuts =
                database.inTransaction(tenant, tx -> setting(tx, "statement_timeout") + setting(tx, "lock_timeout"));
        assertThat(timeOuts).isEqualTo("30s5s");
    }

    @Test
    @Tag("C7")
    void aTransactionCanBeBoundMoreTightlyAndTheNextOneIsNot() {
        assertThatThrownBy(() -> database.inTransaction(tenant, tx -> {
                    tx.limitStatements(Duration.ofMillis(50));
                    return tx.dsl().fetch("select pg_sleep(20)");
                }))
                .isInstanceOfSatisfying(
                        ClmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        String after = database.inTransaction(tenant, tx -> setting(tx, "statement_timeout"));
        assertThat(after).isEqualTo("30s");
    }

    private static String currentTenant(SecureTransaction tx) {
        return setting(tx, "clm.organization_id");
    }

    private static String setting(SecureTransaction tx, String name) {
        return tx.dsl()
                .select(DSL.field("current_setting({0}, true)", String.class, DSL.val(name)))
                .fetchSingle()
                .value1();
    }

    private static String raise(SecureTransaction tx, String sqlState) {
        tx.dsl().execute("do $$ begin raise exception 'arranged' using errcode = '" + sqlState + "'; end $$");
        return "never";
    }
}
