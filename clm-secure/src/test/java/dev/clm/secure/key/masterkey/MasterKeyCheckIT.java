package dev.clm.secure.key.masterkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K2")
class MasterKeyCheckIT {
    private static LocalPostgres postgres;
    private static SecureDatabase database;

    private final MasterKey masterKey = MasterKey.takeOwnershipOf(new byte[32]);

    @BeforeAll
    static void startAnEmptyServer() {
        postgres = LocalPostgres.temporary();
        postgres.bootstrap(ClmDatabase.SECURE);
        postgres.migrate(ClmDatabase.SECURE);
        database = SecureTestDatabase.open(postgres);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void emptyTheTable() {
        execute("delete from encryption_keys");
    }

    @Test
    void theFirstStartStoresARowWithoutSecretOrTenantAndLaterOnesAcceptIt() {
        new MasterKeyCheck(MasterKeys.of(masterKey)).verifyOrInitialise(database);

        assertThatCode(() -> new MasterKeyCheck(MasterKeys.of(masterKey)).verifyOrInitialise(database))
                .doesNotThrowAnyException();
        MasterKeyRow row = find();
        assertThat(row.keyId()).isEqualTo(masterKey.keyId());
        assertThat(masterKey.decrypt(row.keyCheckValue(), AssociatedData.ofEncryptionKey(row.id(), row.keyId(), null)))
                .asString()
                .isEqualTo("clm master key check value 1");
        assertThat(execute("update encryption_keys set key_type = key_type where organization_id is null"))
                .isEqualTo(1);
    }

    @Test
    void aStartWithAnotherMasterKeyIsRefused() {
        new MasterKeyCheck(MasterKeys.of(masterKey)).verifyOrInitialise(database);
        MasterKeyCheck wrong = new MasterKeyCheck(MasterKeys.of(otherKey()));

        assertThatThrownBy(() -> wrong.verifyOrInitialise(database))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("(key_id " + masterKey.keyId() + ")");
        assertThat(find().keyId()).isEqualTo(masterKey.keyId());
    }

    @Test
    void aDatabaseWithDataKeysButNoMasterRowIsRefused() {
        new MasterKeyCheck(MasterKeys.of(masterKey)).verifyOrInitialise(database);
        new DataKeyRing(database, MasterKeys.of(masterKey), 1L << 31).active(OrganizationId.of(UUID.randomUUID()));
        execute("update encryption_keys set master_key_id = null");
        execute("delete from encryption_keys where key_type = 'master'");

        assertThatThrownBy(() -> new MasterKeyCheck(MasterKeys.of(masterKey)).verifyOrInitialise(database))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("no active row of key_type master");
    }

    @Test
    void aDamagedKeyCheckValueIsRefused() {
        new MasterKeyCheck(MasterKeys.of(masterKey)).verifyOrInitialise(database);
        execute("update encryption_keys set encrypted_key_material = set_byte(encrypted_key_material, 20,"
                + " get_byte(encrypted_key_material, 20) # 1)");

        assertThatThrownBy(() -> new MasterKeyCheck(MasterKeys.of(masterKey)).verifyOrInitialise(database))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("the row was changed");
    }

    @Test
    void ofTwoFirstStartsWithDifferentKeysOneIsRefused() {
        CompletableFuture<?>[] starts = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> new MasterKeyCheck(MasterKeys.of(i % 2 == 0 ? masterKey : otherKey()))
                                .verifyOrInitialise(database)))
                .toArray(CompletableFuture<?>[]::new);

        assertThatThrownBy(() -> CompletableFuture.allOf(starts).join()).hasCauseInstanceOf(MasterKeyException.class);
        assertThat(starts)
                .filteredOn(CompletableFuture::isCompletedExceptionally)
                .hasSize(4);
    }

    private static MasterKeyRow find() {
        return database.inServiceRole("test", tx -> new MasterKeyRepository().findActive(tx))
                .orElseThrow();
    }

    private static MasterKey otherKey() {
        byte[] raw = new byte[32];
        raw[0] = 1;
        return MasterKey.takeOwnershipOf(raw);
    }

    private static int execute(String sql) {
        try (Connection connection = postgres.superuser(ClmDatabase.SECURE).connect()) {
            return connection.createStatement().executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
