package dev.clm.bench;

import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Many certificates with private keys in the service's own database, copied from one that it issued and sealed row by row. */
final class ManyKeys {
    private static final int CHUNK = 5_000;
    private static final String TEMPLATE = """
            select p.id, p.certificate_id, p.organization_id, p.encryption_key_id, p.encrypted_key_material,
                p.encryption_iv, p.encryption_auth_tag, k.key_id, k.encrypted_key_material
            from private_keys p join encryption_keys k on k.id = p.encryption_key_id
            where p.certificate_id = ?""";

    private static final String CERTIFICATES = """
            insert into certificates (id, organization_id, certificate_id, common_name, certificate_type,
                pem_encoded_cert, der_encoded_cert, certificate_chain, serial_number, thumbprint_sha256, thumbprint_sha1,
                subject_key_identifier, authority_key_identifier, public_key_sha256, issuer_dn, subject_dn,
                subject_alternative_names, key_algorithm, key_size, signature_algorithm, not_before, not_after,
                issuer_authority_id, owner_user_id, created_by_user_id)
            select n.id, t.organization_id, n.id::text, t.common_name, t.certificate_type, t.pem_encoded_cert,
                t.der_encoded_cert, t.certificate_chain, replace(n.id::text, '-', ''), repeat(replace(n.id::text, '-', ''), 2),
                t.thumbprint_sha1, t.subject_key_identifier, t.authority_key_identifier, t.public_key_sha256, t.issuer_dn,
                t.subject_dn, t.subject_alternative_names, t.key_algorithm, t.key_size, t.signature_algorithm,
                t.not_before, t.not_after, t.issuer_authority_id, t.owner_user_id, t.created_by_user_id
            from certificates t, unnest(?::uuid[]) n (id) where t.id = ?""";

    private static final String PRIVATE_KEYS = """
            insert into private_keys (id, organization_id, certificate_id, encrypted_key_material, encryption_key_id,
                encryption_iv, encryption_auth_tag, key_algorithm, key_size, curve_name, created_by_user_id)
            select n.id, t.organization_id, n.certificate, n.material, t.encryption_key_id, n.iv, n.tag, t.key_algorithm,
                t.key_size, t.curve_name, t.created_by_user_id
            from private_keys t, unnest(?::uuid[], ?::uuid[], ?::bytea[], ?::bytea[], ?::bytea[])
                n (id, certificate, material, iv, tag)
            where t.certificate_id = ?""";

    private final Connection connection;
    private final UUID template;
    private final UUID organization;
    private final UUID key;
    private final byte[] dataKey;
    private final byte[] pkcs8;

    private ManyKeys(Connection connection, UUID template, ResultSet row, byte[] masterKey) throws Exception {
        this.connection = connection;
        this.template = template;
        this.organization = row.getObject(3, UUID.class);
        this.key = row.getObject(4, UUID.class);
        this.dataKey = VaultFormat.unwrap(masterKey, row.getBytes(9), key, row.getString(8), organization);
        this.pkcs8 = VaultFormat.open(
                dataKey,
                new VaultFormat.Sealed(row.getBytes(5), row.getBytes(6), row.getBytes(7)),
                row.getObject(1, UUID.class),
                template,
                key,
                organization);
    }

    /** `template` is a certificate whose key the service made. */
    static void insert(Connection connection, Path masterKeyFile, UUID template, int rows) throws Exception {
        try (PreparedStatement select = connection.prepareStatement(TEMPLATE)) {
            select.setObject(1, template);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                ManyKeys keys = new ManyKeys(connection, template, row, VaultFormat.masterKey(masterKeyFile));
                for (int done = 0; done < rows; done += CHUNK) {
                    keys.insert(Math.min(CHUNK, rows - done));
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("vacuum (analyze) private_keys");
            statement.execute("vacuum (analyze) certificates");
        }
    }

    /** Dead rows and a checkpoint in the middle of one measurement would belong to the one before. */
    static void tidy(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("vacuum private_keys");
            statement.execute("checkpoint");
        }
    }

    static UUID uuid(Connection connection, String query, UUID argument) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setObject(1, argument);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }

    private void insert(int rows) throws Exception {
        UUID[] ids = new UUID[rows];
        UUID[] certificates = new UUID[rows];
        byte[][] material = new byte[rows][];
        byte[][] ivs = new byte[rows][];
        byte[][] tags = new byte[rows][];
        for (int i = 0; i < rows; i++) {
            ids[i] = FreshIdentifiers.version7();
            certificates[i] = FreshIdentifiers.version7();
            VaultFormat.Sealed sealed = VaultFormat.seal(dataKey, pkcs8, ids[i], certificates[i], key, organization);
            material[i] = sealed.material();
            ivs[i] = sealed.iv();
            tags[i] = sealed.tag();
        }
        execute(CERTIFICATES, array("uuid", certificates));
        execute(
                PRIVATE_KEYS,
                array("uuid", ids),
                array("uuid", certificates),
                array("bytea", material),
                array("bytea", ivs),
                array("bytea", tags));
    }

    private Array array(String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }

    private void execute(String sql, Array... arrays) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int index = 1;
            for (Array array : arrays) {
                insert.setArray(index++, array);
            }
            insert.setObject(index, template);
            insert.executeUpdate();
        }
    }
}
