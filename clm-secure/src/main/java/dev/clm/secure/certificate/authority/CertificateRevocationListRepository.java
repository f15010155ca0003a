package dev.clm.secure.certificate.authority;

import static dev.clm.secure.jooq.Tables.CERTIFICATES;
import static dev.clm.secure.jooq.Tables.CERTIFICATE_AUTHORITIES;
import static dev.clm.secure.jooq.Tables.CERTIFICATE_REVOCATIONS;
import static dev.clm.secure.jooq.Tables.CERTIFICATE_REVOCATION_LISTS;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.jooq.tables.Certificates;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Rows of certificate_revocation_lists; the numbers come from certificate_authorities.last_crl_number. */
public final class CertificateRevocationListRepository {

    /** The number of the authority's latest CRL, locked until the transaction ends: CRLs of one authority come one by one. */
    public long lockLastNumber(SecureTransaction tx, UUID authorityId) {
        return tx.dsl()
                .select(CERTIFICATE_AUTHORITIES.LAST_CRL_NUMBER)
                .from(CERTIFICATE_AUTHORITIES)
                .where(CERTIFICATE_AUTHORITIES.ID.eq(authorityId))
                .forUpdate()
                .fetchSingle(CERTIFICATE_AUTHORITIES.LAST_CRL_NUMBER);
    }

    /** Stores a CRL whose number follows the last one. Answers false where another instance was quicker. */
    public boolean insertNext(SecureTransaction tx, OrganizationId organization, CertificateRevocationList crl) {
        boolean next = tx.dsl()
                        .update(CERTIFICATE_AUTHORITIES)
                        .set(CERTIFICATE_AUTHORITIES.LAST_CRL_NUMBER, crl.crlNumber())
                        .where(CERTIFICATE_AUTHORITIES.ID.eq(crl.authorityId()))
                        .and(CERTIFICATE_AUTHORITIES.LAST_CRL_NUMBER.eq(crl.crlNumber() - 1))
                        .execute()
                == 1;
        return next
                && tx.dsl()
                                .insertInto(CERTIFICATE_REVOCATION_LISTS)
                                .set(CERTIFICATE_REVOCATION_LISTS.ID, Identifiers.next())
                                .set(CERTIFICATE_REVOCATION_LISTS.ORGANIZATION_ID, organization.value())
                                .set(CERTIFICATE_REVOCATION_LISTS.AUTHORITY_ID, crl.authorityId())
                                .set(CERTIFICATE_REVOCATION_LISTS.CRL_NUMBER, crl.crlNumber())
                                .set(CERTIFICATE_REVOCATION_LISTS.THIS_UPDATE, crl.thisUpdate())
                                .set(CERTIFICATE_REVOCATION_LISTS.NEXT_UPDATE, crl.nextUpdate())
                                .set(CERTIFICATE_REVOCATION_LISTS.ENTRY_COUNT, crl.entryCount())
                                .set(CERTIFICATE_REVOCATION_LISTS.DER_ENCODED_CRL, crl.der())
                                .execute()
                        == 1;
    }

    public Optional<byte[]> latest(SecureTransaction tx, UUID authorityId) {
        return tx.dsl()
                .select(CERTIFICATE_REVOCATION_LISTS.DER_ENCODED_CRL)
                .from(CERTIFICATE_REVOCATION_LISTS)
                .where(CERTIFICATE_REVOCATION_LISTS.AUTHORITY_ID.eq(authorityId))
                .orderBy(CERTIFICATE_REVOCATION_LISTS.CRL_NUMBER.desc())
                .limit(1)
                .fetchOptional(CERTIFICATE_REVOCATION_LISTS.DER_ENCODED_CRL);
    }

    /**
     * Authorities that need a new CRL: the latest one runs out before `horizon`, or a revocation is not listed yet and is still
     * to be, because its certificate expired not before `expiredBefore`. Authorities that are deleted or expired sign no more.
     */
    public List<UUID> authoritiesDue(SecureTransaction tx, Instant horizon, Instant expiredBefore, int limit) {
        Certificates revoked = CERTIFICATES.as("revoked");
        return tx.dsl()
                .select(CERTIFICATE_AUTHORITIES.ID)
                .from(CERTIFICATE_AUTHORITIES)
                .join(CERTIFICATES)
                .on(CERTIFICATES.ID.eq(CERTIFICATE_AUTHORITIES.CERTIFICATE_ID))
                .where(canSign())
                .andNotExists(DSL.selectOne()
                        .from(CERTIFICATE_REVOCATION_LISTS)
                        .where(CERTIFICATE_REVOCATION_LISTS.AUTHORITY_ID.eq(CERTIFICATE_AUTHORITIES.ID))
                        .and(CERTIFICATE_REVOCATION_LISTS.CRL_NUMBER.eq(CERTIFICATE_AUTHORITIES.LAST_CRL_NUMBER))
                        .and(CERTIFICATE_REVOCATION_LISTS.NEXT_UPDATE.gt(horizon)))
                .union(DSL.select(CERTIFICATE_AUTHORITIES.ID)
                        .from(CERTIFICATE_REVOCATIONS)
                        .join(revoked)
                        .on(revoked.ID.eq(CERTIFICATE_REVOCATIONS.CERTIFICATE_ID))
                        .join(CERTIFICATE_AUTHORITIES)
                        .on(CERTIFICATE_AUTHORITIES.ID.eq(revoked.ISSUER_AUTHORITY_ID))
                        .join(CERTIFICATES)
                        .on(CERTIFICATES.ID.eq(CERTIFICATE_AUTHORITIES.CERTIFICATE_ID))
                        .where(DSL.not(CERTIFICATE_REVOCATIONS.CRL_ENTRY_ADDED))
                        .and(revoked.STATUS.in(CertificateStatus.codes(CertificateStatus::isListed)))
                        .and(revoked.NOT_AFTER.ge(expiredBefore))
                        .and(canSign()))
                .limit(limit)
                .fetch(r -> r.value1());
    }

    /** Removes lists whose next update is over, but never an authority's latest, expired or not. */
    public int deleteSuperseded(SecureTransaction tx, int limit) {
        return tx.dsl()
                .deleteFrom(CERTIFICATE_REVOCATION_LISTS)
                .where(CERTIFICATE_REVOCATION_LISTS.ID.in(DSL.select(CERTIFICATE_REVOCATION_LISTS.ID)
                        .from(CERTIFICATE_REVOCATION_LISTS)
                        .join(CERTIFICATE_AUTHORITIES)
                        .on(CERTIFICATE_AUTHORITIES.ID.eq(CERTIFICATE_REVOCATION_LISTS.AUTHORITY_ID))
                        .where(CERTIFICATE_REVOCATION_LISTS.NEXT_UPDATE.lt(DSL.currentInstant()))
                        .and(CERTIFICATE_REVOCATION_LISTS.CRL_NUMBER.lt(CERTIFICATE_AUTHORITIES.LAST_CRL_NUMBER))
                        .limit(limit)))
                .execute();
    }

    private static Condition canSign() {
        return CERTIFICATE_AUTHORITIES
                .DELETED_AT
                .isNull()
                .and(CERTIFICATES.DELETED_AT.isNull())
                .and(CERTIFICATES.NOT_AFTER.gt(DSL.currentInstant()));
    }
}
