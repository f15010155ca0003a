package dev.clm.secure.certificate.authority;

import static dev.clm.secure.jooq.Tables.CERTIFICATE_AUTHORITIES;
import static dev.clm.secure.jooq.Tables.CRL_PUBLICATIONS;

import dev.clm.secure.certificate.authority.DeltaBases.Base;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/**
 * Rows of crl_publications: which lists are due, who makes one, and up to which change it speaks. No row that issuance refers
 * to is locked here.
 */
public final class CrlPublicationRepository {
    /** As far as is known before it is made. What nobody has described yet may be of any size. */
    private static final String LARGE =
            "(p.shard = 0 and (not p.is_described or p.entry_count + p.change_number - p.covered_change >= {1}))";

    /** No claim, and no interval, goes further than this beyond now: what does was set while the database's clock was ahead (T7). */
    private static final String AHEAD = "now() + interval '5 minutes'";

    /**
     * A delta waits for its full list where that has ended, as all have after a restore. A large full list waits for its interval
     * where a delta, which it names, tells meanwhile what changes: not where it was small by the settings it was made with.
     */
    private static final String DUE = ("""
            select p.authority_id, p.shard, #large
            from crl_publications p
            join crl_publications f on f.authority_id = p.authority_id and f.shard = 0
            join certificate_authorities a on a.id = p.authority_id
            join certificates ac on ac.id = a.certificate_id
            where (p.claimed_until <= now() + {5} * interval '1 second' or p.claimed_until > #ahead)
              and ({0}::uuid is null or p.authority_id = {0})
              and (p.shard >= 0 or f.next_update > now() and (f.entry_count >= {1} or p.named_until > now()))
              and (p.next_update is null or p.this_update > now() or p.next_update < now() + {2} * interval '1 second'
                or case
                  when p.shard = -1 then p.covered_change < f.change_number
                  when p.shard = 0 then p.covered_change < p.change_number
                    and (p.entry_count < {1} or p.published_at <= now() - {3} * interval '1 second' or p.published_at > #ahead
                      or not exists (select from crl_publications d
                        where d.authority_id = p.authority_id and d.shard = -1 and d.named_until >= p.next_update))
                  else p.covered_change < p.change_number end)
              and\s""" + PublishingAuthorities.CONDITION + """

            order by p.shard = 0, #large, p.next_update nulls first
            limit {4}""")
            .replace("#large", LARGE)
            .replace("#ahead", AHEAD);

    private static final String ADD_MISSING = """
            insert into crl_publications (organization_id, authority_id, shard)
            select a.organization_id, a.id, 0 from certificate_authorities a
            where not exists (select from crl_publications p where p.authority_id = a.id and p.shard = 0)
            on conflict (authority_id, shard) do nothing""";
    /** Times that a wrong clock dated ahead are none (T7). */
    private static final String STATE = """
            select f.change_number, greatest(p.covered_change, case when p.shard = -1 then f.covered_change end) covered_change,
              p.entry_count, case when p.this_update <= now() then p.this_update end,
              case when p.settling_since <= now() then p.settling_since end,
              case when p.settled_until <= now() then p.settled_until end, f.crl_number, f.covered_change full_covered,
              a.last_crl_number, p.base_crl_number, p.base_change, p.next_base_crl_number, p.next_base_change
            from crl_publications p join crl_publications f on f.authority_id = p.authority_id and f.shard = 0
            join certificate_authorities a on a.id = p.authority_id
            where p.authority_id = {0} and p.shard = {1}""";
    /** An authority is as large as what it has issued. Nobody who asks for a certificate waits for this. */
    private static final String NEXT_SHARDS = """
            insert into crl_publications (organization_id, authority_id, shard)
            select p.organization_id, p.authority_id, n.shard
            from (select issuer_authority_id, least(count(*) / {0}, 99999999)::int shard from certificates
              where issuer_authority_id is not null group by issuer_authority_id having count(*) >= {0}) n
            join crl_publications p on p.authority_id = n.issuer_authority_id and p.shard = 0 and p.open_shard < n.shard
            on conflict (authority_id, shard) do nothing""";

    /**
     * Lists that have to be made and can be claimed `within` a time, partial ones first; of one authority, or with null of all.
     * Authorities that have ended sign no more.
     */
    public List<DueList> due(
            SecureTransaction tx, UUID authorityId, PublicationRules rules, Duration within, int limit) {
        return tx.dsl()
                .fetch(
                        DUE,
                        DSL.val(authorityId, UUID.class),
                        DSL.val(rules.largeList()),
                        DSL.val(rules.renewalMargin().toSeconds()),
                        DSL.val(rules.fullInterval().toSeconds()),
                        DSL.val(limit),
                        DSL.val(within.toSeconds()))
                .map(row -> new DueList(
                        new CrlScope(row.get(0, UUID.class), row.get(1, Integer.class)), row.get(2, Boolean.class)));
    }

    /** For authorities that an instance of the release before made. */
    public int addMissing(SecureTransaction tx) {
        return tx.dsl().execute(ADD_MISSING);
    }

    /** Takes a list to make; answers false where another instance has it. The claim runs out by itself. */
    public boolean claim(SecureTransaction tx, CrlScope scope, Duration lease) {
        return tx.changed(tx.dsl()
                .update(CRL_PUBLICATIONS)
                .set(CRL_PUBLICATIONS.CLAIMED_UNTIL, in(lease))
                .where(is(scope)
                        .and(CRL_PUBLICATIONS
                                .CLAIMED_UNTIL
                                .le(DSL.currentInstant())
                                .or(CRL_PUBLICATIONS.CLAIMED_UNTIL.gt(DSL.field(AHEAD, Instant.class))))));
    }

    /**
     * The next number of an authority, in a transaction that ends before {@link #freeze}. Numbers may be left out, and full lists
     * and deltas share them (RFC 5280, 5.2.3).
     */
    public long drawNumber(SecureTransaction tx, UUID authorityId) {
        return tx.dsl()
                .update(CERTIFICATE_AUTHORITIES)
                .set(CERTIFICATE_AUTHORITIES.LAST_CRL_NUMBER, CERTIFICATE_AUTHORITIES.LAST_CRL_NUMBER.plus(1))
                .where(CERTIFICATE_AUTHORITIES.ID.eq(authorityId))
                .returningResult(CERTIFICATE_AUTHORITIES.LAST_CRL_NUMBER)
                .fetchSingle(CERTIFICATE_AUTHORITIES.LAST_CRL_NUMBER);
    }

    /** Lets others make the list after `pause`: it failed. */
    public int release(SecureTransaction tx, CrlScope scope, Duration pause) {
        return tx.dsl()
                .update(CRL_PUBLICATIONS)
                .set(CRL_PUBLICATIONS.CLAIMED_UNTIL, in(pause))
                .where(is(scope))
                .execute();
    }

    /** Everything that this transaction reads from now on is of one snapshot; call it first. */
    public PublicationState freeze(SecureTransaction tx, CrlScope scope) {
        tx.dsl().execute("set transaction isolation level repeatable read");
        var row = tx.dsl().fetchSingle(STATE, DSL.val(scope.authorityId()), DSL.val(scope.shard()));
        return new PublicationState(
                row.get(0, Long.class),
                row.get(1, Long.class),
                row.get(2, Integer.class),
                row.get(3, Instant.class),
                row.get(4, Instant.class),
                row.get(5, Instant.class),
                row.get(8, Long.class),
                new DeltaBases(
                        Base.of(row.get(9, Long.class), row.get(10, Long.class)),
                        Base.of(row.get(11, Long.class), row.get(12, Long.class)),
                        Base.of(row.get(6, Long.class), row.get(7, Long.class))));
    }

    /**
     * Notes that a list was stored, and opens the next interval. Answers false where a later list of the scope was quicker:
     * then nothing is to be stored.
     */
    public boolean finish(
            SecureTransaction tx, CertificateRevocationList crl, PublicationState state, Duration interval) {
        return tx.changed(tx.dsl()
                .update(CRL_PUBLICATIONS)
                .set(CRL_PUBLICATIONS.COVERED_CHANGE, state.changeNumber())
                .set(CRL_PUBLICATIONS.CRL_NUMBER, crl.crlNumber())
                .set(CRL_PUBLICATIONS.THIS_UPDATE, crl.thisUpdate())
                .set(CRL_PUBLICATIONS.NEXT_UPDATE, crl.nextUpdate())
                .set(CRL_PUBLICATIONS.ENTRY_COUNT, crl.entryCount())
                .set(CRL_PUBLICATIONS.PUBLISHED_AT, DSL.currentInstant())
                .set(CRL_PUBLICATIONS.CLAIMED_UNTIL, in(interval))
                .set(CRL_PUBLICATIONS.SETTLING_SINCE, state.settlingAt(crl.thisUpdate()))
                .set(CRL_PUBLICATIONS.SETTLED_UNTIL, state.settledAt(crl.thisUpdate()))
                .where(is(crl.scope()).and(CRL_PUBLICATIONS.CRL_NUMBER.lt(crl.crlNumber()))));
    }

    /** The shard that new certificates of an authority name; 0 for its full list. */
    public int openShard(SecureTransaction tx, UUID authorityId) {
        return tx.dsl()
                .select(CRL_PUBLICATIONS.OPEN_SHARD)
                .from(CRL_PUBLICATIONS)
                .where(is(CrlScope.full(authorityId)))
                .fetchOptional(CRL_PUBLICATIONS.OPEN_SHARD)
                .orElse(0);
    }

    /**
     * Gives every authority that has issued so many certificates more its next shard. It is opened when its first list is
     * published: certificates name what answers. Answers of how many.
     */
    public int addShards(SecureTransaction tx, int certificatesPerShard) {
        return tx.dsl().execute(NEXT_SHARDS, DSL.val((long) certificatesPerShard));
    }

    /** Before the shard's own row is locked, as those who revoke do. */
    public int openShard(SecureTransaction tx, CrlScope shard) {
        return tx.dsl()
                .update(CRL_PUBLICATIONS)
                .set(CRL_PUBLICATIONS.OPEN_SHARD, shard.shard())
                .where(is(CrlScope.full(shard.authorityId())))
                .and(CRL_PUBLICATIONS.OPEN_SHARD.lt(shard.shard()))
                .execute();
    }

    /** Whether the authority's revocations from before 2026-11-29 repeat what their certificates say. */
    public boolean isDescribed(SecureTransaction tx, UUID authorityId) {
        return tx.dsl()
                .fetchExists(CRL_PUBLICATIONS, is(CrlScope.full(authorityId)).and(CRL_PUBLICATIONS.IS_DESCRIBED));
    }

    public int noteDescribed(SecureTransaction tx, UUID authorityId) {
        return tx.dsl()
                .update(CRL_PUBLICATIONS)
                .set(CRL_PUBLICATIONS.IS_DESCRIBED, true)
                .where(is(CrlScope.full(authorityId)))
                .execute();
    }

    private static Condition is(CrlScope scope) {
        return CRL_PUBLICATIONS.AUTHORITY_ID.eq(scope.authorityId()).and(CRL_PUBLICATIONS.SHARD.eq(scope.shard()));
    }

    private static org.jooq.Field<Instant> in(Duration delay) {
        return DSL.field("now() + {0} * interval '1 millisecond'", Instant.class, DSL.val(delay.toMillis()));
    }
}
