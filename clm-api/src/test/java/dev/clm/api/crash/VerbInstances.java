package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.key.encryptionkey.EncryptionKeySettings;
import dev.clm.api.testing.ServiceProcess;
import dev.clm.core.identity.administrator.CreatedAdministrator;
import dev.clm.core.identity.administrator.FirstAdministrator;
import dev.clm.core.identity.administrator.NewAdministrator;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.masterkey.MasterKeySettings;
import dev.clm.secure.key.masterkey.MasterKeys;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Two instances of the service on one pair of databases, whose fail points a test sets while they run, and what rests there. */
final class VerbInstances implements AutoCloseable {
    /** A second note of what was moved, beside the counters that are checked against it. */
    private static final List<String> NOTES = List.of(
            "create table moved (organization uuid, private_key uuid, old_key uuid, new_key uuid)",
            "create function note_move() returns trigger language plpgsql security definer as $$ begin"
                    + " insert into public.moved values (new.organization_id, new.id, old.encryption_key_id,"
                    + " new.encryption_key_id); return null; end $$",
            "create trigger trg_note_move after update of encryption_key_id on private_keys for each row"
                    + " when (new.encryption_key_id <> old.encryption_key_id) execute function note_move()");

    private final Path folder = Files.createTempDirectory("clm-fail-points");
    private final CrashedService service;
    private final ServiceProcess[] instances = new ServiceProcess[2];
    private final ConnectionPools pools;
    private final MasterKeys masterKeys;
    private final DataKeyRing ring;
    private final CreatedAdministrator platform;

    VerbInstances() throws IOException {
        service = new CrashedService(
                LocalPostgres.temporary(),
                Map.of("CLM_FAIL_POINT_FOLDER", folder.toString(), "DBSCHEDULER_POLLINGINTERVAL", "200ms"));
        instances[0] = service.process();
        instances[1] = service.instance("second");
        pools = service.pools();
        masterKeys = MasterKeySettings.loadAll(service.settings().process().masterKey());
        ring = new DataKeyRing(
                pools.secureDatabase(),
                masterKeys,
                service.settings().of(EncryptionKeySettings.class).usageLimit());
        platform = administrator("platform");
        NOTES.forEach(this::secure);
        instances[1].awaitReady();
    }

    FailPoints points() {
        return new FailPoints(folder);
    }

    String url(int instance) {
        return instances[instance].url();
    }

    /** Of the two. */
    int indexOf(long pid) {
        return instances[0].pid() == pid ? 0 : 1;
    }

    void awaitDeath(int instance) {
        assertThat(instances[instance].exitCode()).as("how the instance ended").isEqualTo(137);
    }

    void startThoseThatEnded() {
        for (int i = 0; i < instances.length; i++) {
            if (!instances[i].isAlive()) {
                instances[i] = service.instance("again").awaitReady();
            }
        }
    }

    CreatedAdministrator administrator(String organization) {
        return new FirstAdministrator(pools.coreDatabase())
                .create(new NewAdministrator(
                        organization, organization, "admin-of-" + organization, "admin@" + organization + ".example"));
    }

    /** Manages organizations other than its own. */
    String platformKey() {
        return platform.apiKey().reveal();
    }

    /** The job runs now, on whichever instance looks first, also where another one seems to be at it. */
    void runJob(String name) {
        update(
                ClmDatabase.CORE,
                "update scheduled_tasks set execution_time = now() - interval '1 second', picked = false,"
                        + " picked_by = null, last_heartbeat = null, version = version + 1 where task_name = ?",
                name);
    }

    Connection connect() throws SQLException {
        return service.superuser().connect();
    }

    int secure(String sql, Object... values) {
        return update(ClmDatabase.SECURE, sql, values);
    }

    private int update(ClmDatabase database, String sql, Object... values) {
        try (Connection connection = service.superuser(database).connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
            return statement.getUpdateCount();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column. */
    List<String> texts(String sql, Object... values) {
        return service.restingKeys().texts(sql, values);
    }

    byte[] bytes(String sql, UUID id) {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, id);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getBytes(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Certificates of the organization whose private key is not said to be lost, and yet does not open or fit. */
    List<UUID> misfits(UUID organization) {
        PrivateKeyVault vault = new PrivateKeyVault(ring);
        List<UUID> misfits = new ArrayList<>();
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement(
                        RestingKeys.ROWS + " where p.organization_id = ? and p.shredded_at is null")) {
            select.setObject(1, organization);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (!RestingKeys.fits(vault, rows)) {
                        misfits.add(rows.getObject(2, UUID.class));
                    }
                }
            }
            return misfits;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String stderr() {
        return instances[0].stderr() + instances[1].stderr() + instances[0].stdout() + instances[1].stdout();
    }

    @Override
    public void close() {
        for (ServiceProcess instance : instances) {
            instance.kill();
        }
        ring.close();
        masterKeys.close();
        pools.close();
        service.close();
    }
}
