package dev.clm.secure.certificate.authority;

import static dev.clm.secure.jooq.Tables.CERTIFICATE_AUTHORITIES;
import static dev.clm.secure.jooq.Tables.CRL_PUBLICATIONS;

import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.UUID;

/** What there is to fetch without a credential, of all tenants. Needs the service role. */
public final class PublishedListRepository {

    /**
     * A list that was published at some time.
     *
     * @param authority the name under which it is served
     * @param scope null where nothing of the authority was published yet
     */
    public record PublishedList(String authority, CrlScope scope) {}

    /** Those of every authority, deleted ones too; at least one line for each. */
    public List<PublishedList> all(SecureTransaction tx) {
        return tx.dsl()
                .select(CERTIFICATE_AUTHORITIES.NAME, CERTIFICATE_AUTHORITIES.ID, CRL_PUBLICATIONS.SHARD)
                .from(CERTIFICATE_AUTHORITIES)
                .leftJoin(CRL_PUBLICATIONS)
                .on(CRL_PUBLICATIONS.AUTHORITY_ID.eq(CERTIFICATE_AUTHORITIES.ID))
                .and(CRL_PUBLICATIONS.PUBLISHED_AT.isNotNull())
                .fetch(row -> new PublishedList(row.value1(), scope(row.value2(), row.value3())));
    }

    private static CrlScope scope(UUID authority, Integer shard) {
        return shard == null ? null : new CrlScope(authority, shard);
    }
}
