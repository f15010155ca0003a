package dev.clm.api.certificate.revocation;

import dev.clm.api.testing.Rows;
import java.util.UUID;

/** Any number of revoked certificates of one authority, with serial numbers from 1, made by SQL as the service would have made them. */
final class ManyRevocations {
    private static final String MADE = " in (select id from certificates where certificate_id like 'many %')";

    private ManyRevocations() {}

    /** After the test: nothing else in the databases belongs to them, and each sweep of another test would say so. */
    static void removeAll() {
        Rows.secureUnseen("delete from certificate_revocations where certificate_id" + MADE);
        Rows.secureUnseen("delete from certificates where id" + MADE);
    }

    static void insert(UUID authority, UUID like, int number) {
        Rows.secure("""
                set session_replication_role = replica;
                create temporary table made on commit drop as
                select c.organization_id, gen_random_uuid() id, n, c.id like_id
                from certificates c, generate_series(1, %3$d) n where c.id = '%2$s';
                insert into certificates (id, organization_id, certificate_id, common_name, certificate_type, pem_encoded_cert,
                  der_encoded_cert, serial_number, thumbprint_sha256, issuer_dn, subject_dn, key_algorithm,
                  signature_algorithm, not_before, not_after, status, revocation_reason, revoked_at, owner_user_id,
                  created_by_user_id, issuer_authority_id)
                select m.id, m.organization_id, 'many ' || m.id, 'many.example', c.certificate_type, '', '',
                  lpad(to_hex(n), 8, '0'), md5(m.id::text) || md5('t' || m.id), c.issuer_dn, c.subject_dn, c.key_algorithm,
                  c.signature_algorithm, c.not_before, c.not_after, 'revoked', 'superseded', now(), c.owner_user_id,
                  c.created_by_user_id, '%1$s'
                from made m join certificates c on c.id = m.like_id;
                insert into certificate_revocations (organization_id, certificate_id, revocation_reason, revoked_by_user_id,
                  issuer_authority_id, serial_number, listed_until, change_number)
                select m.organization_id, m.id, 'superseded', c.owner_user_id, '%1$s', lpad(to_hex(n), 8, '0'), c.not_after,
                  p.change_number + n
                from made m join certificates c on c.id = m.like_id
                join crl_publications p on p.authority_id = '%1$s' and p.shard = 0;
                update crl_publications set change_number = change_number + %3$d where authority_id = '%1$s' and shard = 0;
                """.formatted(authority, like, number));
    }
}
