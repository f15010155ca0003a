package dev.clm.secure;

import dev.clm.common.database.PoolSettings;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.migrations.migrate.DatabaseLogin;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.key.masterkey.MasterKey;
import dev.clm.secure.key.masterkey.MasterKeyCheck;
import dev.clm.secure.key.masterkey.MasterKeys;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** clm_secure_db on the server that the tests of this process share: use organizations of your own, made for the test. */
public final class SecureTestDatabase {
    private static final LocalPostgres POSTGRES = LocalPostgres.shared();
    private static final SecureDatabase DATABASE = open(POSTGRES);
    private static final MasterKeys MASTER_KEY = MasterKeys.of(MasterKey.takeOwnershipOf(new byte[32]));

    static {
        new MasterKeyCheck(MASTER_KEY).verifyOrInitialise(DATABASE);
    }

    private SecureTestDatabase() {}

    public static SecureDatabase database() {
        return DATABASE;
    }

    /** The one that the shared database was initialised with. */
    public static MasterKeys masterKey() {
        return MASTER_KEY;
    }

    public static SecureDatabase open(LocalPostgres postgres) {
        return new SecureDatabase(pool(postgres.user(ClmDatabase.SECURE)), pool(postgres.service(ClmDatabase.SECURE)));
    }

    /** Past every rule, to arrange what an attacker or an accident might. Answers how many rows changed. */
    public static int asSuperuser(String sql, Object... arguments) {
        try (Connection connection = POSTGRES.superuser(ClmDatabase.SECURE).connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of all tenants: `from` is what follows `select count(*) from`. */
    public static int count(String from, Object... arguments) {
        return DATABASE.inServiceRole(
                "a test counts rows",
                tx -> tx.dsl()
                        .fetchSingle("select count(*) from " + from, arguments)
                        .get(0, int.class));
    }

    private static DataSource pool(DatabaseLogin login) {
        return new PoolSettings("test-" + login.user(), login.url(), login.user(), login::password, 8).open();
    }
}
