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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** Rows of certificates. Every change of state is one conditional UPDATE whose row count is the answer. */
public final class CertificateRepository {
    private static final BatchInsert INSERT = BatchInsert.into(
            CERTIFICATES,
            CERTIFICATES.ID,
            CERTIFICATES.ORGANIZATION_ID,
            CERTIFICATES.CERTIFICATE_ID,
            CERTIFICATES.COMMON_NAME,
            CERTIFICATES.CERTIFICATE_TYPE,
            CERTIFICATES.PEM_ENCODED_CERT,
            CERTIFICATES.DER_ENCODED_CERT,
            CERTIFICATES.CERTIFICATE_CHAIN,
            CERTIFICATES.SERIAL_NUMBER,
            CERTIFICATES.THUMBPRINT_SHA256,
            CERTIFICATES.THUMBPRINT_SHA1,
            CERTIFICATES.PUBLIC_KEY_SHA256,
            CERTIFICATES.SUBJECT_KEY_IDENTIFIER,
            CERTIFICATES.AUTHORITY_KEY_IDENTIFIER,
            CERTIFICATES.ISSUER_DN,
            CERTIFICATES.SUBJECT_DN,
            CERTIFICATES.SUBJECT_ALTERNATIVE_NAMES,
            CERTIFICATES.KEY_ALGORITHM,
            CERTIFICATES.KEY_SIZE,
            CERTIFICATES.SIGNATURE_ALGORITHM,
            CERTIFICATES.NOT_BEFORE,
            CERTIFICATES.NOT_AFTER,
            CERTIFICATES.STATUS,
            CERTIFICATES.ISSUER_AUTHORITY_ID,
            CERTIFICATES.CRL_SHARD,
            CERTIFICATES.OWNER_USER_ID,
            CERTIFICATES.CREATED_BY_USER_ID,
            CERTIFICATES.POLICY_ID,
            CERTIFICATES.WORKFLOW_ID,
            CERTIFICATES.CREATED_AT,
            CERTIFICATES.UPDATED_AT);

    /** For IssuedCertificates, which stores with a certificate what belongs to it. */
    int insertAll(SecureTransaction tx, List<Certificate> certificates) {
        return INSERT.execute(
                        tx.dsl(),
                        certificates.stream().map(CertificateRepository::values).toList())
                .length;
    }

    /** How many live certificates the organization has; whoever asks next waits until this transaction ends. */
    int lockAndCountLive(SecureTransaction tx, OrganizationId organization) {
        tx.dsl()
                .fetch(
                        "select pg_advisory_xact_lock(hashtextextended({0}, 0))",
                        DSL.val("live certificates of " + organization.value()));
        // A statement of its own: it has to see what was committed while the lock was waited for.
        return tx.dsl()
                .fetchCount(
                        CERTIFICATES,
                        CERTIFICATES.ORGANIZATION_ID.eq(organization.value()).and(CERTIFICATES.DELETED_AT.isNull()));
    }

    /** A live certificate of the transaction's tenant. */
    public Optional<Certificate> find(SecureTransaction tx, UUID id) {
        return fetch(tx, CERTIFICATES.ID.eq(id).and(CERTIFICATES.DELETED_AT.isNull()));
    }

    /** The same, soft-deleted ones included. */
    public Optional<Certificate> findIncludingDeleted(SecureTransaction tx, UUID id) {
        return fetch(tx, CERTIFICATES.ID.eq(id));
    }

    /** A live certificate, locked until the transaction ends: the decision that follows depends on its state. */
    public Optional<Certificate> lock(SecureTransaction tx, UUID id) {
        return tx.dsl()
                .selectFrom(CERTIFICATES)
                .where(CERTIFICATES.ID.eq(id).and(CERTIFICATES.DELETED_AT.isNull()))
                .forUpdate()
                .fetchOptional(CertificateRepository::certificate);
    }

    public boolean softDelete(SecureTransaction tx, UUID id) {
        return tx.dsl()
                        .update(CERTIFICATES)
                        .set(CERTIFICATES.DELETED_AT, DSL.currentInstant())
                        .where(CERTIFICATES.ID.eq(id).and(CERTIFICATES.DELETED_AT.isNull()))
                        .execute()
                == 1;
    }

    public boolean restore(SecureTransaction tx, UUID id) {
        return tx.dsl()
                        .update(CERTIFICATES)
                        .setNull(CERTIFICATES.DELETED_AT)
                        .where(CERTIFICATES.ID.eq(id).and(CERTIFICATES.DELETED_AT.isNotNull()))
                        .execute()
                == 1;
    }

    /** A new owner also ends a quarantine, which the deleted old one was the reason of. */
    public boolean changeOwner(SecureTransaction tx, UUID id, UUID ownerUserId) {
        return tx.dsl()
                        .update(CERTIFICATES)
                        .set(CERTIFICATES.OWNER_USER_ID, ownerUserId)
                        .setNull(CERTIFICATES.QUARANTINED_AT)
                        .where(CERTIFICATES.ID.eq(id).and(CERTIFICATES.DELETED_AT.isNull()))
                        .execute()
                == 1;
    }

    private static Optional<Certificate> fetch(SecureTransaction tx, Condition which) {
        return tx.dsl().selectFrom(CERTIFICATES).where(which).fetchOptional(CertificateRepository::certificate);
    }

    private static Object[] values(Certificate c) {
        CertificateFacts x = c.content();
        return new Object[] {
            c.id(),
            c.organizationId().value(),
            c.certificateId(),
            x.commonName(),
            c.type().value(),
            c.encoded().pem(),
            c.encoded().der(),
            c.encoded().chain().toArray(String[]::new),
            x.serialNumber(),
            x.thumbprintSha256(),
            x.thumbprintSha1(),
            x.publicKeySha256(),
            x.subjectKeyIdentifier(),
            x.authorityKeyIdentifier(),
            x.issuerDn(),
            x.subjectDn(),
            JSONB.valueOf(x.subjectAlternativeNames()),
            x.keyAlgorithm(),
            x.keySize(),
            x.signatureAlgorithm(),
            x.notBefore(),
            x.notAfter(),
            c.state().status().code(),
            c.origin().issuerAuthorityId(),
            x.crlShard(),
            c.origin().ownerUserId(),
            c.origin().createdByUserId(),
            c.origin().policyId(),
            c.origin().workflowId(),
            c.state().createdAt(),
            c.state().updatedAt()
        };
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
