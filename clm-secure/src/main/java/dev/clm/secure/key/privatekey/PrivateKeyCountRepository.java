package dev.clm.secure.key.privatekey;

import dev.clm.secure.database.SecureTransaction;

/** How many private keys there are, of all tenants. Those out of use are counted from an index alone. */
public final class PrivateKeyCountRepository {
    /** Above it, the planner's estimate of all rows is taken for their number. */
    private static final int ESTIMATED_FROM = 100_000;

    private static final String ALL = """
            select case when reltuples >= %d then reltuples::bigint else (select count(*) from private_keys) end
            from pg_catalog.pg_class where oid = 'public.private_keys'::regclass""".formatted(ESTIMATED_FROM);

    static final String OUT_OF_USE = """
            select count(*) filter (where shredded_at is not null),
              count(*) filter (where shredded_at is null and deleted_at is not null),
              count(*) filter (where shredded_at is null and deleted_at is null)
            from private_keys where shredded_at is not null or deleted_at is not null or quarantined_at is not null""";

    /**
     * Each key is in one of them.
     *
     * @param inUse an estimate where there are more than a hundred thousand keys
     * @param destroyed lost with the data key that they were under
     */
    public record PrivateKeyCounts(long inUse, long quarantined, long deleted, long destroyed) {}

    public PrivateKeyCounts count(SecureTransaction tx) {
        long all = tx.dsl().fetchSingle(ALL).get(0, Long.class);
        var out = tx.dsl().fetchSingle(OUT_OF_USE);
        long destroyed = out.get(0, Long.class);
        long deleted = out.get(1, Long.class);
        long quarantined = out.get(2, Long.class);
        return new PrivateKeyCounts(
                Math.max(0, all - destroyed - deleted - quarantined), quarantined, deleted, destroyed);
    }
}
