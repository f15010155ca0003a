package dev.clm.secure.certificate.revocation;

import static dev.clm.secure.jooq.Tables.CERTIFICATES;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.database.Pieces;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.secure.certificate.authority.PublishingAuthorities;
import dev.clm.secure.database.SecureTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Rows of certificates as revocations read and change them. A change of state is one conditional UPDATE. */
public final class RevocableCertificateRepository {
    private static final String LOCK = """
            select c.id from certificates c where {0} order by c.issuer_authority_id, c.crl_shard, c.id for update of c""";
    /** A statement of its own, after the lock: one that waits for it sees the certificate as it is then, and other rows as before. */
    private static final String SELECT = """
            select c.id, c.organization_id, c.common_name, c.public_key_sha256, c.status, c.revocation_reason, c.revoked_at,
              (select min(r.invalidity_date) from certificate_revocations r
                where r.certificate_id = c.id and c.revoked_at is not null and not exists (
                  select from certificate_revocations lifted where lifted.certificate_id = c.id
                    and (lifted.change_number, lifted.created_at) > (r.change_number, r.created_at)
                    and lifted.revocation_reason = 'remove_from_crl')) invalid_since,
              c.not_after, c.issuer_authority_id,
              exists (select from certificate_authorities a join certificates ac on ac.id = a.certificate_id
                where a.id = c.issuer_authority_id and\s""" + PublishingAuthorities.CONDITION + """
            ) is_listable
            from certificates c where {0} order by c.issuer_authority_id, c.crl_shard, c.id""";

    private static final int PIECE = 500;
    private static final String REVOKE = """
            update certificates c set status = {0}, revocation_reason = {1}, revoked_at = coalesce(c.revoked_at, {2})
            from unnest({3}, {4}) as seen (id, status) where c.id = seen.id and c.status = seen.status""";

    /**
     * A certificate of a tenant, locked until the transaction ends: the decision that follows depends on its state. Soft-deleted
     * ones too, for whoever has the key can still use them.
     */
    public Optional<RevocableCertificate> lock(SecureTransaction tx, OrganizationId organization, UUID id) {
        QueryPart which =
                DSL.condition("c.id = {0} and c.organization_id = {1}", DSL.val(id), DSL.val(organization.value()));
        return lock(tx, which).stream().findFirst();
    }

    /**
     * Every certificate of a public key, locked; in the service role of all tenants. Hold the key's lock first.
     */
    public List<RevocableCertificate> lockAllOfKey(SecureTransaction tx, String publicKeySha256) {
        return lock(tx, DSL.condition("c.public_key_sha256 = {0}", DSL.val(publicKeySha256)));
    }

    private static List<RevocableCertificate> lock(SecureTransaction tx, QueryPart which) {
        return tx.dsl().fetch(LOCK, which).isEmpty()
                ? List.of()
                : tx.dsl().fetch(SELECT, which).map(RevocableCertificateRepository::certificate);
    }

    /** The digest of a certificate's public key, lower-case hex; none where the certificate, or its key, is not known. */
    public Optional<String> publicKey(SecureTransaction tx, OrganizationId organization, UUID id) {
        return tx.dsl()
                .select(CERTIFICATES.PUBLIC_KEY_SHA256)
                .from(CERTIFICATES)
                .where(CERTIFICATES.ID.eq(id).and(CERTIFICATES.ORGANIZATION_ID.eq(organization.value())))
                .fetchOptional(CERTIFICATES.PUBLIC_KEY_SHA256);
    }

    /**
     * Revokes, or gives a revoked certificate another reason; since when it is revoked stays. Answers how many were still in the
     * state that they were locked in, out of all: in pieces, for the trigger that tells the outbox joins old and new rows.
     */
    public int revoke(
            SecureTransaction tx, List<RevocableCertificate> certificates, RevocationReason reason, Instant at) {
        CertificateStatus next =
                reason == RevocationReason.CERTIFICATE_HOLD ? CertificateStatus.SUSPENDED : CertificateStatus.REVOKED;
        return Pieces.of(certificates, PIECE)
                .mapToInt(piece -> tx.dsl()
                        .execute(
                                REVOKE,
                                DSL.val(next.code()),
                                DSL.val(reason.value()),
                                DSL.val(at),
                                DSL.val(piece.stream()
                                        .map(RevocableCertificate::id)
                                        .toArray(UUID[]::new)),
                                DSL.val(piece.stream()
                                        .map(one -> one.status().code())
                                        .toArray(String[]::new))))
                .sum();
    }

    /** Ends a hold. */
    public boolean lift(SecureTransaction tx, UUID id, CertificateStatus status) {
        return tx.changed(tx.dsl()
                .update(CERTIFICATES)
                .set(CERTIFICATES.STATUS, status.code())
                .setNull(CERTIFICATES.REVOCATION_REASON)
                .setNull(CERTIFICATES.REVOKED_AT)
                .where(CERTIFICATES.ID.eq(id))
                .and(CERTIFICATES.STATUS.eq(CertificateStatus.SUSPENDED.code())));
    }

    private static RevocableCertificate certificate(Record r) {
        return new RevocableCertificate(
                r.get(0, UUID.class),
                OrganizationId.of(r.get(1, UUID.class)),
                r.get(2, String.class),
                r.get(3, String.class),
                CertificateStatus.ofCode(r.get(4, String.class)),
                r.get(5, String.class),
                r.get(6, Instant.class),
                r.get(7, Instant.class),
                r.get(8, Instant.class),
                r.get(9, UUID.class),
                r.get(10, Boolean.class));
    }
}
