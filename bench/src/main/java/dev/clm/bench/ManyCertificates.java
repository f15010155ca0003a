package dev.clm.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Any number of certificates with their metadata, made by SQL in both of the service's databases alike. */
final class ManyCertificates {
    /** Version 7: time-ordered, the rest by chance. */
    private static final String ID =
            "(lpad(to_hex(1700000000000 + n), 12, '0') || '7' || substr(md5('bench' || n), 1, 3)"
                    + " || '8' || substr(md5('bench' || n), 5, 15))::uuid";

    private static final String COMMON =
            "'host-' || n || '.bench.example', 'server', timestamptz '2026-01-01 00:00:00Z' + n * interval '1 s',"
                    + " timestamptz '2096-01-01 00:00:00Z' + n * interval '1 s', '%2$s', 'active', '%1$s'";
    private static final String METADATA = "insert into certificate_metadata (certificate_id, common_name,"
            + " certificate_type, not_before, not_after, owner_user_id, status, organization_id)"
            + " select " + ID + ", " + COMMON + " from generate_series(1, %3$d) n";
    private static final String CERTIFICATES =
            "insert into certificates (id, common_name, certificate_type, not_before,"
                    + " not_after, owner_user_id, status, organization_id, certificate_id, created_by_user_id, pem_encoded_cert,"
                    + " der_encoded_cert, serial_number, thumbprint_sha256, public_key_sha256, issuer_dn, subject_dn,"
                    + " key_algorithm, signature_algorithm) select " + ID + ", " + COMMON
                    + ", 'bench-' || n, '%2$s', p.pem, decode(p.pem, 'hex'), to_hex(n), md5(n::text) || md5('t' || n),"
                    + " md5('k' || n) || md5('l' || n), 'CN=issuer', 'CN=host-' || n, 'ECDSA', 'SHA256withECDSA'"
                    + " from generate_series(1, %3$d) n cross join lateral (select string_agg(md5(n || '-' || i), '') as pem"
                    + " from generate_series(1, 38) i) p";

    private ManyCertificates() {}

    /** No trigger sees them: the outbox would otherwise carry what both sides have already. */
    static void insert(Connection secure, Connection core, UUID organization, UUID owner, int rows)
            throws SQLException {
        insert(core, METADATA.formatted(organization, owner, rows), "certificate_metadata");
        insert(secure, CERTIFICATES.formatted(organization, owner, rows), "certificates");
    }

    private static void insert(Connection connection, String sql, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(sql);
            statement.execute("vacuum (analyze) " + table);
            statement.execute("checkpoint");
        }
    }
}
