package dev.clm.secure.certificate.authority;

import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.UUID;

/** The revocation lists that are served now, of all authorities that sign lists: how old they are, by the database's clock (T7). */
public final class ServedListRepository {
    private static final String FULL = """
            select a.certificate_id, p.crl_number, extract(epoch from now() - p.published_at), count(*) over ()
            from crl_publications p
            join certificate_authorities a on a.id = p.authority_id
            join certificates ac on ac.id = a.certificate_id
            where p.shard = 0 and p.published_at is not null and\s""" + PublishingAuthorities.CONDITION + """

            order by a.id limit ?""";

    /** A delta that no full list names any more is made no more, and missed by nobody. */
    private static final String OVERDUE = """
            select count(*)
            from crl_publications p
            join certificate_authorities a on a.id = p.authority_id
            join certificates ac on ac.id = a.certificate_id
            where p.next_update <= now() and (p.shard >= 0 or p.named_until > now()) and\s""" + PublishingAuthorities.CONDITION;

    /**
     * The full list of one authority.
     *
     * @param authority the id of its certificate, which the API shows
     * @param age in seconds
     */
    public record ServedList(UUID authority, long number, double age) {}

    /**
     * What relying parties get.
     *
     * @param lists of the authorities that were made first
     * @param others how many authorities have more
     * @param overdue lists of any kind, of any authority, that are past their nextUpdate: for relying parties there are none
     */
    public record ServedLists(List<ServedList> lists, int others, int overdue) {}

    /** Of at most `limit` authorities; always the same ones, for the others come after them. */
    public ServedLists find(SecureTransaction tx, int limit) {
        var rows = tx.dsl().fetch(FULL, limit);
        int all = rows.isEmpty() ? 0 : rows.get(0).get(3, Integer.class);
        return new ServedLists(
                rows.map(row ->
                        new ServedList(row.get(0, UUID.class), row.get(1, Long.class), row.get(2, Double.class))),
                all - rows.size(),
                tx.dsl().fetchSingle(OVERDUE).get(0, Integer.class));
    }
}
