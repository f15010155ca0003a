package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.key.encryptionkey.EncryptionKeySettings;
import dev.clm.api.process.startup.ServiceSettings;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.migrations.migrate.DatabaseLogin;
import dev.clm.pki.publickey.KeyPairMatch;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.masterkey.MasterKeySettings;
import dev.clm.secure.key.masterkey.MasterKeys;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.SealedPrivateKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;

/** What clm_secure_db holds about keys and rotations, read as the superuser. */
final class RestingKeys {
    static final String ROWS = """
            select p.id, p.certificate_id, p.organization_id, p.encryption_key_id, p.encrypted_key_material,
                p.encryption_iv, p.encryption_auth_tag, c.der_encoded_cert
            from private_keys p join certificates c on c.id = p.certificate_id""";

    /** Of any rotation and of any key, at any instant: each a sentence about what is wrong. */
    private static final List<String> NEVER = List.of(
            "select 'active keys of ' || organization_id || ': ' || count(*) from encryption_keys"
                    + " where key_type = 'data' and key_status = 'active' group by organization_id, purpose having count(*) <> 1",
            "select 'referenced key is ' || k.key_status from private_keys p join encryption_keys k"
                    + " on k.id = p.encryption_key_id where k.key_status not in ('active', 'rotating')",
            "select 'two rotations run for ' || organization_id from key_rotations where phase <> 'ended'"
                    + " group by organization_id, purpose having count(*) > 1",
            "select 'status ' || h.rotation_status || ' in phase ' || r.phase from key_rotations r"
                    + " join key_rotation_history h on h.id = r.id"
                    + " where (h.rotation_status = 'in_progress') <> (r.phase <> 'ended')",
            "select 'completed without record or retirement' from key_rotations r"
                    + " join key_rotation_history h on h.id = r.id join encryption_keys k on k.id = h.old_key_id"
                    + " where h.rotation_status = 'completed' and (r.record is null or k.key_status <> 'retired'"
                    + " or h.rotation_completed_at is null or h.items_re_encrypted <> r.items_done)",
            "select 'failed' from key_rotation_history where rotation_status = 'failed'");

    private final ServiceSettings settings;
    private final DatabaseLogin superuser;

    RestingKeys(ServiceSettings settings, DatabaseLogin superuser) {
        this.settings = settings;
        this.superuser = superuser;
    }

    UUID activeKey() {
        return UUID.fromString(
                texts("select id::text from encryption_keys where key_type = 'data' and key_status = 'active'"
                                + " and purpose = 'certificate'")
                        .get(0));
    }

    boolean isRotating() {
        return !texts("select 'running' from key_rotations where phase <> 'ended'")
                .isEmpty();
    }

    int completedRotations() {
        return texts("select 'completed' from key_rotation_history where rotation_status = 'completed'")
                .size();
    }

    /** Kills a session's process, as the kernel would: the server ends all sessions and recovers from its log. */
    void crashServer() {
        texts("select pid::text from pg_stat_activity where datname = 'clm_secure_db' and pid <> pg_backend_pid()"
                        + " order by state limit 1")
                .forEach(pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly));
    }

    /** Every key decrypts and is its certificate's; keys and history say nothing that is not true. */
    void requireAllTrue() {
        NEVER.forEach(query -> assertThat(texts(query)).isEmpty());
        try (ConnectionPools pools = ConnectionPools.open(settings.process().databases());
                MasterKeys masterKeys =
                        MasterKeySettings.loadAll(settings.process().masterKey());
                DataKeyRing ring = new DataKeyRing(
                        pools.secureDatabase(),
                        masterKeys,
                        settings.of(EncryptionKeySettings.class).usageLimit())) {
            PrivateKeyVault vault = new PrivateKeyVault(ring);
            assertThat(misfits(vault)).isEmpty();
        }
    }

    private List<UUID> misfits(PrivateKeyVault vault) {
        List<UUID> misfits = new ArrayList<>();
        try (Connection connection = superuser.connect();
                PreparedStatement select = connection.prepareStatement(ROWS);
                ResultSet rows = select.executeQuery()) {
            int found = 0;
            while (rows.next()) {
                found++;
                if (!fits(vault, rows)) {
                    misfits.add(rows.getObject(1, UUID.class));
                }
            }
            assertThat(found).as("private keys").isPositive();
            return misfits;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean fits(PrivateKeyVault vault, ResultSet row) throws SQLException {
        SealedPrivateKey sealed = sealed(row);
        try {
            X509CertificateHolder certificate = new X509CertificateHolder(row.getBytes(8));
            return vault.inspect(sealed, pkcs8 -> KeyPairMatch.matches(pkcs8, certificate.getSubjectPublicKeyInfo()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SealedPrivateKey sealed(ResultSet row) throws SQLException {
        return new SealedPrivateKey(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                OrganizationId.of(row.getObject(3, UUID.class)),
                row.getObject(4, UUID.class),
                row.getBytes(5),
                row.getBytes(6),
                row.getBytes(7));
    }

    /** The first column. */
    List<String> texts(String sql, Object... values) {
        try (Connection connection = superuser.connect();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                select.setObject(i + 1, values[i]);
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
