package dev.clm.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.migrations.migrate.DatabaseLogin;
import dev.clm.migrations.migrate.RolePasswords;
import dev.clm.secure.key.masterkey.MasterKeyFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A PostgreSQL as providers give one away: its administrator has CREATEDB and CREATEROLE, and its superuser is the provider's. */
public final class ManagedServer implements AutoCloseable {
    public static final String ADMINISTRATOR = "administrator";

    private final DatabaseLogin superuser;
    private final Closeable server;
    private final Path masterKey;
    private final RolePasswords passwords = RolePasswords.generated();
    private final String administratorsPassword = UUID.randomUUID().toString();

    private ManagedServer(DatabaseLogin superuser, Closeable server, Path folder) {
        this.superuser = superuser;
        this.server = server;
        this.masterKey = folder.resolve("master.key");
        MasterKeyFile.create(masterKey).close();
        execute(
                superuser,
                "CREATE ROLE " + ADMINISTRATOR + " LOGIN CREATEDB CREATEROLE PASSWORD '" + administratorsPassword
                        + "'");
    }

    public static ManagedServer embedded(Path folder) {
        LocalPostgres postgres = LocalPostgres.temporary();
        DatabaseLogin login = postgres.superuser(ClmDatabase.CORE);
        return new ManagedServer(
                new DatabaseLogin(postgres.url("postgres"), login.user(), login.password()), postgres::close, folder);
    }

    public static ManagedServer ofDebian(Path folder) throws IOException {
        DebianServer debian = DebianServer.start(folder);
        return new ManagedServer(debian.superuser(), debian::close, folder);
    }

    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (ClmDatabase database : ClmDatabase.values()) {
            String prefix = "CLM_" + database + "_DB_";
            environment.put(prefix + "URL", url(database.databaseName()));
            environment.put(prefix + "PASSWORD", password(database.user()));
            environment.put(prefix + "SERVICE_PASSWORD", password(database.service()));
            environment.put(prefix + "OWNER_PASSWORD", password(database.owner()));
            environment.put(prefix + "ADMIN_USER", ADMINISTRATOR);
            environment.put(prefix + "ADMIN_PASSWORD", administratorsPassword);
        }
        environment.put("CLM_MASTER_KEY_FILE", masterKey.toString());
        return environment;
    }

    /** As psql and pg_dump take it. */
    public String address(String user, String password, String database) {
        return url(database).replace("jdbc:postgresql://", "postgresql://" + user + ":" + password + "@");
    }

    public String administratorsAddress() {
        return address(ADMINISTRATOR, administratorsPassword, "postgres");
    }

    /** As the administrator; the log-in roles have one each, as in {@link #environment}. */
    public void givePasswords() {
        for (ClmDatabase database : ClmDatabase.values()) {
            for (String role : List.of(database.owner(), database.user(), database.service())) {
                givePassword(role, password(role));
            }
        }
    }

    public void givePassword(String role, String password) {
        execute(
                new DatabaseLogin(superuser.url(), ADMINISTRATOR, administratorsPassword),
                "ALTER ROLE " + role + " PASSWORD '" + password + "'");
    }

    /** The first columns of the rows. */
    public List<String> query(ClmDatabase database, String role, String sql) {
        return execute(new DatabaseLogin(url(database.databaseName()), role, password(role)), sql);
    }

    public void executeAsSuperuser(ClmDatabase database, String sql) {
        execute(new DatabaseLogin(url(database.databaseName()), superuser.user(), superuser.password()), sql);
    }

    public void assertNobodyGoesPastRowLevelSecurity() {
        assertThat(execute(
                        superuser,
                        "SELECT rolname FROM pg_roles WHERE rolname ~ '^clm_' AND (rolsuper OR rolbypassrls)"))
                .isEmpty();
    }

    private String url(String database) {
        return superuser.url().replaceFirst("/postgres$", "/" + database);
    }

    private String password(String role) {
        return passwords.of(role).orElseThrow();
    }

    private static List<String> execute(DatabaseLogin login, String sql) {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            List<String> values = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        values.add(rows.getString(1));
                    }
                }
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
