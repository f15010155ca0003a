package dev.clm.secure.certificate.issued;

import static dev.clm.secure.jooq.Tables.CERTIFICATES;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.database.BatchInsert;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.certificate.CertificateFacts;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.certificate.EncodedCertificate;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.jooq.tables.records.CertificatesRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** Rows of certificates. Every change of state is one conditional UPDATE whose row count is the answer. */
public final class CertificateRepository {
    private static final String[] COUNTED = CertificateStatus.codes(CertificateStatus::countsTowardsQuota);
    private static final BatchInsert<Certificate> INSERT = BatchInsert.<Certificate>into(CERTIFICATES)
            .with(CERTIFICATES.ID, Certificate::id)
            .with(CERTIFICATES.ORGANIZATION_ID, c -> c.organizationId().value())
            .with(CERTIFICATES.CERTIFICATE_ID, Certificate::certificateId)
            .with(CERTIFICATES.COMMON_NAME, c -> c.content().commonName())
            .with(CERTIFICATES.CERTIFICATE_TYPE, c -> c.type().value())
            .with(CERTIFICATES.PEM_ENCODED_CERT, c -> c.encoded().pem())
            .with(CERTIFICATES.DER_ENCODED_CERT, c -> c.encoded().der())
            .with(CERTIFICATES.CERTIFICATE_CHAIN, c -> c.encoded().chain().toArray(String[]::new))
            .with(CERTIFICATES.SERIAL_NUMBER, c -> c.content().serialNumber())
            .with(CERTIFICATES.THUMBPRINT_SHA256, c -> c.content().thumbprintSha256())
            .with(CERTIFICATES.THUMBPRINT_SHA1, c -> c.content().thumbprintSha1())
            .with(CERTIFICATES.PUBLIC_KEY_SHA256, c -> c.content().publicKeySha256())
            .with(CERTIFICATES.SUBJECT_KEY_IDENTIFIER, c -> c.content().subjectKeyIdentifier())
            .with(CERTIFICATES.AUTHORITY_KEY_IDENTIFIER, c -> c.content().authorityKeyIdentifier())
            .with(CERTIFICATES.ISSUER_DN, c -> c.content().issuerDn())
            .with(CERTIFICATES.SUBJECT_DN, c -> c.content().subjectDn())
            .with(
                    CERTIFICATES.SUBJECT_ALTERNATIVE_NAMES,
                    c -> JSONB.valueOf(c.content().subjectAlternativeNames()))
            .with(CERTIFICATES.KEY_ALGORITHM, c -> c.content().keyAlgorithm())
            .with(CERTIFICATES.KEY_SIZE, c -> c.content().keySize())
            .with(CERTIFICATES.SIGNATURE_ALGORITHM, c -> c.content().signatureAlgorithm())
            .with(CERTIFICATES.NOT_BEFORE, c -> c.content().notBefore())
            .with(CERTIFICATES.NOT_AFTER, c -> c.content().notAfter())
            .with(CERTIFICATES.STATUS, c -> c.state().status().code())
            .with(CERTIFICATES.ISSUER_AUTHORITY_ID, c -> c.origin().issuerAuthorityId())
            .with(CERTIFICATES.CRL_SHARD, c -> c.content().crlShard())
            .with(CERTIFICATES.OWNER_USER_ID, c -> c.origin().ownerUserId())
            .with(CERTIFICATES.CREATED_BY_USER_ID, c -> c.origin().createdByUserId())
            .with(CERTIFICATES.POLICY_ID, c -> c.origin().policyId())
            .with(CERTIFICATES.WORKFLOW_ID, c -> c.origin().workflowId())
            .with(CERTIFICATES.CREATED_AT, c -> c.state().createdAt())
            .with(CERTIFICATES.UPDATED_AT, c -> c.state().updatedAt());

    /** For IssuedCertificates, which stores with a certificate what belongs to it. */
    int insertAll(SecureTransaction tx, List<Certificate> certificates) {
        return INSERT.execute(tx.dsl(), certificates).length;
    }

    /** How many live certificates count towards the organization's maximum; whoever asks next waits until this transaction ends. */
    public int lockAndCount(SecureTransaction tx, OrganizationId organization) {
        tx.dsl()
                .fetch(
                        "select pg_advisory_xact_lock(hashtextextended({0}, 0))",
                        DSL.val("live certificates of " + organization.value()));
        // A statement of its own: it has to see what was committed while the lock was waited for.
        return tx.dsl()
                .fetchCount(
                        CERTIFICATES,
                        CERTIFICATES.ORGANIZATION_ID.eq(organization.value()),
                        CERTIFICATES.DELETED_AT.isNull(),
                        CERTIFICATES.STATUS.eq(DSL.any(COUNTED)));
    }

    /** A live certificate of the transaction's tenant. */
    public Optional<Certificate> find(SecureTransaction tx, UUID id) {
        return fetch(tx, CERTIFICATES.ID.eq(id).and(CERTIFICATES.DELETED_AT.isNull()));
    }

    /** The same, soft-deleted ones included. */
    public Optional<Certificate> findIncludingDeleted(SecureTransaction tx, UUID id) {
        return fetch(tx, CERTIFICATES.ID.eq(id));
    }

    /** Those of these that exist, soft-deleted ones included, in no particular order. */
    public List<Certificate> findIncludingDeleted(SecureTransaction tx, Collection<UUID> ids) {
        return tx.dsl()
                .selectFrom(CERTIFICATES)
                .where(CERTIFICATES.ID.eq(DSL.any(ids.toArray(UUID[]::new))))
                .fetch(CertificateRepository::certificate);
    }

    /** A live certificate, locked until the transaction ends: the decision that follows depends on its state. */
    public Optional<Certificate> lock(SecureTransaction tx, UUID id) {
        return tx.dsl()
                .selectFrom(CERTIFICATES)
                .where(CERTIFICATES.ID.eq(id).and(CERTIFICATES.DELETED_AT.isNull()))
                .forUpdate()
                .fetchOptional(CertificateRepository::certificate);
    }

    /** A live one, which nobody changes until the transaction ends; others may read and lock it so too. */
    public Optional<Certificate> lockShared(SecureTransaction tx, UUID id) {
        return tx.dsl()
                .selectFrom(CERTIFICATES)
                .where(CERTIFICATES.ID.eq(id).and(CERTIFICATES.DELETED_AT.isNull()))
                .forShare()
                .fetchOptional(CertificateRepository::certificate);
    }

    public boolean softDelete(SecureTransaction tx, UUID id) {
        return tx.changed(tx.dsl()
                .update(CERTIFICATES)
                .set(CERTIFICATES.DELETED_AT, DSL.currentInstant())
                .where(CERTIFICATES.ID.eq(id).and(CERTIFICATES.DELETED_AT.isNull())));
    }

    public boolean restore(SecureTransaction tx, UUID id) {
        return tx.changed(tx.dsl()
                .update(CERTIFICATES)
                .setNull(CERTIFICATES.DELETED_AT)
                .where(CERTIFICATES.ID.eq(id).and(CERTIFICATES.DELETED_AT.isNotNull())));
    }

    /** A new owner also ends a quarantine, which the deleted old one was the reason of. */
    public boolean changeOwner(SecureTransaction tx, UUID id, UUID ownerUserId) {
        return tx.changed(tx.dsl()
                .update(CERTIFICATES)
                .set(CERTIFICATES.OWNER_USER_ID, ownerUserId)
                .setNull(CERTIFICATES.QUARANTINED_AT)
                .where(CERTIFICATES.ID.eq(id).and(CERTIFICATES.DELETED_AT.isNull())));
    }

    private static Optional<Certificate> fetch(SecureTransaction tx, Condition which) {
        return tx.dsl().selectFrom(CERTIFICATES).where(which).fetchOptional(CertificateRepository::certificate);
    }

    private static Certificate certificate(CertificatesRecord r) {
        return new Certificate(
                r.getId(),
                OrganizationId.of(r.getOrganizationId()),
                r.getCertificateId(),
                CertificateType.of(r.getCertificateType()),
                content(r),
                new EncodedCertificate(
                        r.getPemEncodedCert(),
                        r.getDerEncodedCert(),
                        r.getCertificateChain() == null ? List.of() : List.of(r.getCertificateChain())),
                new Certificate.Origin(
                        r.getIssuerAuthorityId(),
                        r.getOwnerUserId(),
                        r.getCreatedByUserId(),
                        r.getPolicyId(),
                        r.getWorkflowId()),
                new Certificate.State(
                        CertificateStatus.ofCode(r.getStatus()),
                        r.getRevocationReason(),
                        r.getRevokedAt(),
                        r.getCreatedAt(),
                        r.getUpdatedAt(),
                        r.getDeletedAt()));
    }

    private static CertificateFacts content(CertificatesRecord r) {
        return new CertificateFacts(
                r.getCommonName(),
                r.getSubjectDn(),
                r.getIssuerDn(),
                r.getSerialNumber(),
                r.getSubjectAlternativeNames() == null
                        ? "[]"
                        : r.getSubjectAlternativeNames().data(),
                r.getKeyAlgorithm(),
                r.getKeySize(),
                r.getSignatureAlgorithm(),
                r.getNotBefore(),
                r.getNotAfter(),
                r.getThumbprintSha256(),
                r.getThumbprintSha1(),
                r.getPublicKeySha256(),
                r.getSubjectKeyIdentifier(),
                r.getAuthorityKeyIdentifier(),
                r.getCrlShard());
    }
}
