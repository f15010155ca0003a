package dev.clm.api.crash;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.key.encryptionkey.EncryptionKeySettings;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.migrations.ClmDatabase;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.masterkey.MasterKeySettings;
import dev.clm.secure.key.masterkey.MasterKeys;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.SealedPrivateKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The databases of the two instances, past them: as the superuser, and with the service's own master key. */
final class VerbDatabase implements AutoCloseable {
    /** A second note of what was moved, beside the counters that are checked against it. */
    private static final List<String> NOTES = List.of(
            "create table moved (organization uuid, private_key uuid, old_key uuid, new_key uuid)",
            "create function note_move() returns trigger language plpgsql security definer as $$ begin"
                    + " insert into public.moved values (new.organization_id, new.id, old.encryption_key_id,"
                    + " new.encryption_key_id); return null; end $$",
            "create trigger trg_note_move after update of encryption_key_id on private_keys for each row"
                    + " when (new.encryption_key_id <> old.encryption_key_id) execute function note_move()");

    private final CrashedService service;
    private final MasterKeys masterKeys;
    private final DataKeyRing ring;

    VerbDatabase(CrashedService service, ConnectionPools pools) {
        this.service = service;
        masterKeys = MasterKeySettings.loadAll(service.settings().process().masterKey());
        ring = new DataKeyRing(
                pools.secureDatabase(),
                masterKeys,
                service.settings().of(EncryptionKeySettings.class).usageLimit());
        NOTES.forEach(this::secure);
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

    /** Seals a certificate's private key anew under another data key, as an earlier release would have. */
    void restUnder(UUID certificate, UUID key) {
        PrivateKeyVault vault = new PrivateKeyVault(ring);
        SealedPrivateKey resting = sealed(certificate);
        OrganizationId organization = resting.organizationId();
        vault.load(organization, resting.encryptionKeyId(), key);
        SealedPrivateKey moved = vault.reEncrypt(resting, key, vault.setAside(organization, key, 1));
        secure(
                "update private_keys set encryption_key_id = ?, encrypted_key_material = ?, encryption_iv = ?,"
                        + " encryption_auth_tag = ? where id = ?",
                key,
                moved.encryptedKeyMaterial(),
                moved.iv(),
                moved.authTag(),
                moved.id());
    }

    private SealedPrivateKey sealed(UUID certificate) {
        try (Connection connection = connect();
                PreparedStatement select =
                        connection.prepareStatement(RestingKeys.ROWS + " where p.certificate_id = ?")) {
            select.setObject(1, certificate);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return RestingKeys.sealed(rows);
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

    @Override
    public void close() {
        ring.close();
        masterKeys.close();
    }
}
