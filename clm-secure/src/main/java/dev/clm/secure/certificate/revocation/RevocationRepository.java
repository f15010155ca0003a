package dev.clm.secure.certificate.revocation;

import static dev.clm.secure.jooq.Tables.CERTIFICATES;
import static dev.clm.secure.jooq.Tables.CERTIFICATE_REVOCATIONS;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.database.PreparedQuery;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.certificate.SerialNumber;
import dev.clm.pki.crl.ListedRevocation;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.pki.crl.RevokedCertificate;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.jooq.tables.CertificateRevocations;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.impl.DSL;

/** Rows of certificate_revocations and blocked_keys. */
public final class RevocationRepository {

    /** A key_compromise also blocks the public key for all tenants, by trigger. */
    public int insert(
            SecureTransaction tx,
            UUID id,
            OrganizationId organization,
            UUID certificateId,
            RevocationReason reason,
            Instant at,
            Instant invalidityDate,
            UUID revokedByUserId) {
        return tx.dsl()
                .insertInto(CERTIFICATE_REVOCATIONS)
                .set(CERTIFICATE_REVOCATIONS.ID, id)
                .set(CERTIFICATE_REVOCATIONS.ORGANIZATION_ID, organization.value())
                .set(CERTIFICATE_REVOCATIONS.CERTIFICATE_ID, certificateId)
                .set(CERTIFICATE_REVOCATIONS.REVOCATION_REASON, reason.value())
                .set(CERTIFICATE_REVOCATIONS.REVOCATION_DATE, at)
                .set(CERTIFICATE_REVOCATIONS.INVALIDITY_DATE, invalidityDate)
                .set(CERTIFICATE_REVOCATIONS.REVOKED_BY_USER_ID, revokedByUserId)
                .execute();
    }

    /** Those of the keys (lower-case hex SHA-256 of the SubjectPublicKeyInfo) that no certificate may carry any more. */
    public Set<String> blockedAmong(SecureTransaction tx, Collection<String> publicKeySha256) {
        return Set.copyOf(PreparedQuery.ofRows(
                        "select public_key_sha256 from blocked_keys where public_key_sha256 = any(?)",
                        row -> row.getString(1),
                        (Object) publicKeySha256.toArray(String[]::new))
                .fetch(tx.dsl()));
    }

    /**
     * What an authority's CRL lists: its revoked certificates, those that expired before `expiredBefore` left out (RFC 5280,
     * 3.3). A certificate counts once, with its latest revocation. Soft-deleted certificates stay listed.
     */
    public List<ListedRevocation> listedFor(SecureTransaction tx, UUID authorityId, Instant expiredBefore) {
        return tx.dsl()
                .select(
                        CERTIFICATE_REVOCATIONS.ID,
                        CERTIFICATES.SERIAL_NUMBER,
                        CERTIFICATE_REVOCATIONS.REVOCATION_DATE,
                        CERTIFICATE_REVOCATIONS.REVOCATION_REASON,
                        CERTIFICATE_REVOCATIONS.INVALIDITY_DATE)
                .distinctOn(CERTIFICATES.ID)
                .from(CERTIFICATES)
                .join(CERTIFICATE_REVOCATIONS)
                .on(CERTIFICATE_REVOCATIONS.CERTIFICATE_ID.eq(CERTIFICATES.ID))
                .where(CERTIFICATES.ISSUER_AUTHORITY_ID.eq(authorityId))
                .and(CERTIFICATES.REVOKED_AT.isNotNull()) // as the index has it
                .and(CERTIFICATES.STATUS.in(CertificateStatus.codes(CertificateStatus::isListed)))
                .and(CERTIFICATES.NOT_AFTER.ge(expiredBefore))
                .orderBy(CERTIFICATES.ID, CERTIFICATE_REVOCATIONS.ID.desc())
                .fetch(r -> new ListedRevocation(
                        r.value1(),
                        new RevokedCertificate(
                                SerialNumber.ofHex(r.value2()),
                                r.value3(),
                                RevocationReason.of(r.value4()),
                                r.value5())));
    }

    /** Marks the listed revocations, and those before them of the same certificates: a hold that became final is listed as that. */
    public int markListed(SecureTransaction tx, Collection<UUID> revocations, long crlNumber) {
        CertificateRevocations listed = CERTIFICATE_REVOCATIONS.as("listed");
        return tx.dsl()
                .update(CERTIFICATE_REVOCATIONS)
                .set(CERTIFICATE_REVOCATIONS.CRL_ENTRY_ADDED, true)
                .set(CERTIFICATE_REVOCATIONS.CRL_SEQUENCE_NUMBER, crlNumber)
                .from(listed)
                .where(listed.ID.eq(DSL.any(revocations.toArray(UUID[]::new))))
                .and(CERTIFICATE_REVOCATIONS.CERTIFICATE_ID.eq(listed.CERTIFICATE_ID))
                .and(CERTIFICATE_REVOCATIONS.ID.le(listed.ID))
                .and(CERTIFICATE_REVOCATIONS.CRL_ENTRY_ADDED.isFalse())
                .execute();
    }
}
