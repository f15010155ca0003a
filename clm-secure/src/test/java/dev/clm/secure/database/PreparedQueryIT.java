package dev.clm.secure.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.clm.common.database.PoolSettings;
import dev.clm.common.database.PreparedQuery;
import dev.clm.common.database.TransactionRunner;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.migrations.migrate.DatabaseLogin;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** On one connection, so that what a query leaves behind would be met by the next one. */
@Tag("S3")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreparedQueryIT {
    /** Beyond the number from which the driver prepares a statement on the server. */
    private static final int OFTEN = 12;

    private HikariDataSource pool;
    private TransactionRunner<SecureTransaction> runner;

    @BeforeAll
    void open() {
        DatabaseLogin login = LocalPostgres.shared().user(ClmDatabase.SECURE);
        pool = new PoolSettings("test-one", login.url(), login.user(), login::password, 1).open();
        runner = new TransactionRunner<>("clm_secure_db", pool, pool, SecureTransaction::new);
    }

    @AfterAll
    void close() {
        pool.close();
    }

    @Test
    void eachQueryIsItsOwnTenantsAndLeavesNoTenantBehind() {
        for (int i = 0; i < OFTEN; i++) {
            OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
            assertThat(runner.fetch(tenant, tenantAnd("x" + i))).containsExactly(tenant + " x" + i);
            assertThat(runner.fetchInServiceRole("look what is left", tenantAnd("y")))
                    .containsExactly(" y");
        }
    }

    @Test
    void aFailedQueryLeavesNoTenantBehind() {
        OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
        assertThat(catchThrowable(() ->
                        runner.fetch(tenant, PreparedQuery.ofRows("select 1 / (? - 1)", row -> row.getInt(1), 1))))
                .hasMessageContaining("clm_secure_db");
        assertThat(runner.fetchInServiceRole("look what is left", tenantAnd("z")))
                .containsExactly(" z");
    }

    private static PreparedQuery<List<String>> tenantAnd(String text) {
        return PreparedQuery.ofRows(
                "select coalesce(current_setting('clm.organization_id', true), '') || ' ' || t"
                        + " from unnest(?) t where t = ?",
                row -> row.getString(1),
                new String[] {text, "other"},
                text);
    }
}
