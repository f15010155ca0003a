package dev.clm.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Any number of revoked certificates of one authority, made by SQL as the service would have made them one by one. */
final class ManyRevocations {
    private static final String INSERT = """
            create temporary table made as
            select gen_random_uuid() id, n, encode(sha256(n::text::bytea), 'hex') h from generate_series(1, %3$d) n;
            insert into certificates (id, organization_id, certificate_id, common_name, certificate_type, pem_encoded_cert,
              der_encoded_cert, serial_number, thumbprint_sha256, issuer_dn, subject_dn, key_algorithm, signature_algorithm,
              not_before, not_after, status, revocation_reason, revoked_at, owner_user_id, created_by_user_id,
              issuer_authority_id)
            select m.id, c.organization_id, 'revoked ' || m.n, 'revoked.bench.example', c.certificate_type, c.pem_encoded_cert,
              c.der_encoded_cert, '40' || substr(m.h, 1, 38), m.h, c.issuer_dn, c.subject_dn, c.key_algorithm,
              c.signature_algorithm, c.not_before, c.not_after, 'revoked', 'superseded', now(), c.owner_user_id,
              c.created_by_user_id, '%1$s'
            from made m, certificates c where c.id = '%2$s';
            insert into certificate_revocations (organization_id, certificate_id, revocation_reason, revocation_date,
              revoked_by_user_id, issuer_authority_id, serial_number, listed_until, change_number)
            select c.organization_id, m.id, 'superseded', now() - m.n * interval '1 s', c.owner_user_id, '%1$s',
              '40' || substr(m.h, 1, 38), c.not_after, p.change_number + m.n
            from made m, certificates c, crl_publications p
            where c.id = '%2$s' and p.authority_id = '%1$s' and p.shard = 0;
            update crl_publications set change_number = change_number + %3$d where authority_id = '%1$s' and shard = 0
            """;

    private ManyRevocations() {}

    /** No trigger sees them; the publication of the authority becomes due with the commit. */
    static void insert(Connection connection, UUID authority, UUID like, int number) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(INSERT.formatted(authority, like, number));
            statement.execute("reset session_replication_role");
            statement.execute("vacuum (analyze) certificate_revocations");
            statement.execute("vacuum (analyze) certificates");
        }
    }
}
