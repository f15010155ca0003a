package dev.clm.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.clm.common.database.Outage;
import dev.clm.common.database.PoolSettings;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.migrations.migrate.DatabaseLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Searches on a server that follows; failover itself is drilled on a real standby (bench/failover-drill). */
class SearchFollowerIT {
    private static final LocalPostgres SERVER = LocalPostgres.shared();
    private static final OrganizationId TENANT = OrganizationId.of(UUID.randomUUID());
    private static final Actor ACTOR = Actor.system(TENANT);

    @Test
    @Tag("S3")
    void searchesReadThereUnderTheTenantAndNothingElseDoes() {
        try (HikariDataSource follower = follower(SERVER.user(ClmDatabase.CORE));
                HikariDataSource primary = primary()) {
            CoreDatabase core = new CoreDatabase(primary, primary, Optional.of(follower));

            assertThat(core.<String>inSearch(ACTOR, tx -> ask(tx, "application_name")))
                    .isEqualTo("follower");
            assertThat(core.<String>inSearch(ACTOR, tx -> ask(tx, "transaction_read_only")))
                    .isEqualTo("on");
            assertThat(core.<String>inSearch(ACTOR, tx -> ask(tx, "clm.organization_id")))
                    .isEqualTo(TENANT.value().toString());
            assertThat(core.<String>inTransaction(ACTOR, tx -> ask(tx, "application_name")))
                    .isEqualTo("primary");
        }
    }

    @Test
    @Tag("C1")
    void searchesGoOnWhereItIsAway() {
        DatabaseLogin login = SERVER.user(ClmDatabase.CORE);
        DatabaseLogin nowhere = new DatabaseLogin("jdbc:postgresql://127.0.0.1:1/nowhere", login.user(), "none");
        try (HikariDataSource follower = follower(nowhere);
                HikariDataSource primary = primary()) {
            CoreDatabase core = new CoreDatabase(primary, primary, Optional.of(follower));

            assertThat(core.<String>inSearch(ACTOR, tx -> ask(tx, "application_name")))
                    .isEqualTo("primary");
        }
    }

    /** Its rows would be another installation's. */
    @Test
    @Tag("S3")
    void aServerThatDoesNotFollowIsNotAsked() {
        try (HikariDataSource stranger = settings("stranger", SERVER.user(ClmDatabase.CORE))
                        .openReading(new Outage("the stranger"), "4711");
                HikariDataSource primary = primary()) {
            CoreDatabase core = new CoreDatabase(primary, primary, Optional.of(stranger));

            assertThat(core.<String>inSearch(ACTOR, tx -> ask(tx, "application_name")))
                    .isEqualTo("primary");
        }
    }

    @Test
    void whatIsWrongWithASearchItselfIsNotTriedTwice() {
        try (HikariDataSource follower = follower(SERVER.user(ClmDatabase.CORE));
                HikariDataSource primary = primary()) {
            CoreDatabase core = new CoreDatabase(primary, primary, Optional.of(follower));

            assertThatThrownBy(() -> core.inSearch(ACTOR, tx -> tx.dsl().fetch("select 1 / 0")))
                    .hasMessageContaining("division by zero");
            assertThat(core.<String>inSearch(ACTOR, tx -> ask(tx, "application_name")))
                    .isEqualTo("follower");
        }
    }

    private static String ask(CoreTransaction tx, String setting) {
        return tx.dsl().fetchSingle("select current_setting(?)", setting).get(0, String.class);
    }

    private static HikariDataSource follower(DatabaseLogin login) {
        return settings("follower", login).openReading(new Outage("the follower"), identifier());
    }

    private static String identifier() {
        try (HikariDataSource primary = primary();
                Connection connection = primary.getConnection();
                ResultSet row = connection.createStatement().executeQuery(PoolSettings.SYSTEM_IDENTIFIER)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HikariDataSource primary() {
        return settings("primary", SERVER.user(ClmDatabase.CORE)).open();
    }

    private static PoolSettings settings(String name, DatabaseLogin login) {
        return new PoolSettings(name, login.url(), login.user(), login::password, 2);
    }
}
