package dev.clm.secure.certificate.authority;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.crl.CrlBuilder;
import dev.clm.secure.database.SecureTransaction;
import org.jooq.impl.DSL;

/** What the row of a delta in crl_publications remembers of the full lists that name it. Needs the service role. */
public final class DeltaBaseRepository {
    /** A list that was stored before `next_base_at` has ended when its validity has passed since. */
    private static final String HAVE_ENDED = "p.next_base_at <= now() - {5} * interval '1 second'";

    private static final String NOTE = """
            insert into crl_publications as p (organization_id, authority_id, shard, base_crl_number, base_change, named_until)
            values ({0}, {1}, -1, {2}, {3}, {4})
            on conflict (authority_id, shard) do update set
              base_crl_number = case when p.base_crl_number is null then excluded.base_crl_number
                when #ended then p.next_base_crl_number else p.base_crl_number end,
              base_change = case when p.base_crl_number is null then excluded.base_change
                when #ended then p.next_base_change else p.base_change end,
              next_base_crl_number = case when #moves then excluded.base_crl_number else p.next_base_crl_number end,
              next_base_change = case when #moves then excluded.base_change else p.next_base_change end,
              next_base_at = case when #moves then now() else p.next_base_at end,
              named_until = greatest(p.named_until, excluded.named_until)""".replace(
                    "#moves", "p.base_crl_number is not null and (p.next_base_at is null or #ended)")
            .replace("#ended", HAVE_ENDED);

    /** A full list that names a delta was stored: it has one for as long as it is good. */
    public int noteFull(
            SecureTransaction tx, OrganizationId organization, CertificateRevocationList full, long coveredChange) {
        return tx.dsl()
                .execute(
                        NOTE,
                        DSL.val(organization.value()),
                        DSL.val(full.scope().authorityId()),
                        DSL.val(full.crlNumber()),
                        DSL.val(coveredChange),
                        DSL.val(full.nextUpdate()),
                        DSL.val(CrlBuilder.VALIDITY.toSeconds()));
    }
}
