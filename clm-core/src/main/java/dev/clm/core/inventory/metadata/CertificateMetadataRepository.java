package dev.clm.core.inventory.metadata;

import static dev.clm.core.jooq.Tables.CERTIFICATE_METADATA;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.database.BatchInsert;
import dev.clm.common.field.Json;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.jooq.tables.records.CertificateMetadataRecord;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.impl.DSL;

/** Rows of certificate_metadata by the certificate they describe. Searching is a room of its own. */
public final class CertificateMetadataRepository {
    private static final BatchInsert<NewCertificateMetadata> INSERT = BatchInsert.<NewCertificateMetadata>into(
                    CERTIFICATE_METADATA)
            .with(CERTIFICATE_METADATA.ID, m -> Identifiers.next())
            .with(CERTIFICATE_METADATA.CERTIFICATE_ID, NewCertificateMetadata::certificateId)
            .with(CERTIFICATE_METADATA.ORGANIZATION_ID, m -> m.organizationId().value())
            .with(CERTIFICATE_METADATA.COMMON_NAME, NewCertificateMetadata::commonName)
            .with(CERTIFICATE_METADATA.CERTIFICATE_TYPE, NewCertificateMetadata::certificateType)
            .with(CERTIFICATE_METADATA.STATUS, m -> m.status().code())
            .with(CERTIFICATE_METADATA.NOT_BEFORE, NewCertificateMetadata::notBefore)
            .with(CERTIFICATE_METADATA.NOT_AFTER, NewCertificateMetadata::notAfter)
            .with(CERTIFICATE_METADATA.OWNER_USER_ID, NewCertificateMetadata::ownerUserId)
            .with(
                    CERTIFICATE_METADATA.SUBJECT_ALTERNATIVE_NAMES,
                    m -> JSONB.valueOf(Json.write(m.subjectAlternativeNames())))
            .with(CERTIFICATE_METADATA.SERIAL_NUMBER, NewCertificateMetadata::serialNumber)
            .with(CERTIFICATE_METADATA.SUBJECT_DN, NewCertificateMetadata::subjectDn)
            .with(CERTIFICATE_METADATA.KEY_ALGORITHM, NewCertificateMetadata::keyAlgorithm)
            .with(CERTIFICATE_METADATA.CERTIFICATE_NAME, m -> m.identifiers().certificateName())
            .with(CERTIFICATE_METADATA.THUMBPRINT_SHA256, m -> m.identifiers().thumbprintSha256())
            .with(CERTIFICATE_METADATA.THUMBPRINT_SHA1, m -> m.identifiers().thumbprintSha1())
            .with(CERTIFICATE_METADATA.ISSUER_DN, m -> m.identifiers().issuerDn())
            .with(
                    CERTIFICATE_METADATA.SUBJECT_KEY_IDENTIFIER,
                    m -> m.identifiers().subjectKeyIdentifier())
            .with(
                    CERTIFICATE_METADATA.AUTHORITY_KEY_IDENTIFIER,
                    m -> m.identifiers().authorityKeyIdentifier())
            .with(CERTIFICATE_METADATA.EXTENDED_KEY_USAGES, m -> usages(m.identifiers()))
            .with(CERTIFICATE_METADATA.TAGS, m -> tags(m.annotations()))
            .with(CERTIFICATE_METADATA.CATEGORY, m -> m.annotations().category())
            .with(CERTIFICATE_METADATA.ENVIRONMENT, m -> m.annotations().environment())
            .with(CERTIFICATE_METADATA.CUSTOM_FIELDS, m -> customFields(m.annotations()))
            .with(CERTIFICATE_METADATA.NOTES, m -> m.annotations().notes())
            .with(CERTIFICATE_METADATA.SOURCE_SEQUENCE, NewCertificateMetadata::sourceSequence)
            .skippingConflicts();

    /** Answers per row, in order, whether it was inserted (1) or stood there already (0). */
    public int[] insertAll(CoreTransaction tx, List<NewCertificateMetadata> metadata) {
        return INSERT.execute(tx.dsl(), metadata);
    }

    /**
     * Applies changes of the other database in their order, in one batch. Answers per change whether it was applied (1), or
     * the row is missing or already as new or newer (0).
     */
    public int[] applyChanges(CoreTransaction tx, List<CertificateChange> changes) {
        if (changes.isEmpty()) {
            return new int[0];
        }
        Object[][] values =
                changes.stream().map(CertificateMetadataRepository::values).toArray(Object[][]::new);
        return tx.dsl().batch(update(tx)).bind(values).execute();
    }

    /** Soft-deletes the metadata of certificates that are gone from the other database. Answers how many lived until now. */
    public int softDelete(CoreTransaction tx, Collection<UUID> certificateIds) {
        return tx.dsl()
                .update(CERTIFICATE_METADATA)
                .set(CERTIFICATE_METADATA.DELETED_AT, DSL.currentInstant())
                .where(CERTIFICATE_METADATA.CERTIFICATE_ID.eq(DSL.any(certificateIds.toArray(UUID[]::new))))
                .and(CERTIFICATE_METADATA.DELETED_AT.isNull())
                .execute();
    }

    /** Sets annotations of a live certificate and answers the row as it is then; empty where there is none. */
    public Optional<CertificateMetadata> annotate(CoreTransaction tx, UUID certificateId, AnnotationChange change) {
        if (change.isEmpty()) {
            return findLive(tx, certificateId);
        }
        return tx.dsl()
                .update(CERTIFICATE_METADATA)
                .set(annotationColumns(change))
                .where(CERTIFICATE_METADATA.CERTIFICATE_ID.eq(certificateId))
                .and(CERTIFICATE_METADATA.DELETED_AT.isNull())
                .returning()
                .fetchOptional(CertificateMetadataRepository::toMetadata);
    }

    /** Of a live row, which stays locked; none where there is no such row (yet). */
    public CertificateAnnotations lockAnnotations(CoreTransaction tx, UUID certificateId) {
        return tx.dsl()
                .selectFrom(CERTIFICATE_METADATA)
                .where(CERTIFICATE_METADATA.CERTIFICATE_ID.eq(certificateId))
                .and(CERTIFICATE_METADATA.DELETED_AT.isNull())
                .forUpdate()
                .fetchOptional(CertificateMetadataRepository::toMetadata)
                .map(CertificateMetadata::annotations)
                .orElse(CertificateAnnotations.NONE);
    }

    public Optional<CertificateMetadata> findLive(CoreTransaction tx, UUID certificateId) {
        return find(tx, List.of(certificateId)).stream()
                .filter(metadata -> metadata.deletedAt() == null)
                .findFirst();
    }

    /** The rows that exist, soft-deleted ones too, in no particular order. */
    public List<CertificateMetadata> find(CoreTransaction tx, Collection<UUID> certificateIds) {
        return tx.dsl()
                .selectFrom(CERTIFICATE_METADATA)
                .where(CERTIFICATE_METADATA.CERTIFICATE_ID.eq(DSL.any(certificateIds.toArray(UUID[]::new))))
                .fetch(CertificateMetadataRepository::toMetadata);
    }

    public static CertificateMetadata toMetadata(CertificateMetadataRecord row) {
        return new CertificateMetadata(
                row.getCertificateId(),
                OrganizationId.of(row.getOrganizationId()),
                row.getCommonName(),
                row.getCertificateType(),
                CertificateStatus.ofCode(row.getStatus()),
                row.getNotBefore(),
                row.getNotAfter(),
                row.getOwnerUserId(),
                names(row.getSubjectAlternativeNames()),
                row.getSerialNumber(),
                row.getSubjectDn(),
                row.getKeyAlgorithm(),
                identifiers(row),
                new CertificateAnnotations(
                        row.getTags() == null ? List.of() : Arrays.asList(row.getTags()),
                        row.getCategory(),
                        row.getEnvironment(),
                        row.getCustomFields() == null
                                ? Map.of()
                                : Json.readObject(row.getCustomFields().data()),
                        row.getNotes()),
                row.getCreatedAt(),
                row.getUpdatedAt(),
                row.getDeletedAt());
    }

    /** Certificates whose row says nothing yet of what they are looked for by, in the order of their ids, after `after`. */
    public List<UUID> findUnnamed(CoreTransaction tx, UUID after, int limit) {
        return tx.dsl()
                .select(CERTIFICATE_METADATA.CERTIFICATE_ID)
                .from(CERTIFICATE_METADATA)
                .where(CERTIFICATE_METADATA.EXTENDED_KEY_USAGES.isNull())
                .and(CERTIFICATE_METADATA.CERTIFICATE_ID.gt(after))
                .orderBy(CERTIFICATE_METADATA.CERTIFICATE_ID)
                .limit(limit)
                .fetch(CERTIFICATE_METADATA.CERTIFICATE_ID);
    }

    /** Says of these rows what their certificates are looked for by. These facts never change, so no event is overtaken. */
    public void name(CoreTransaction tx, Map<UUID, CertificateIdentifiers> certificates) {
        tx.dsl()
                .batch(certificates.entrySet().stream()
                        .map(certificate -> name(tx, certificate.getKey(), certificate.getValue()))
                        .toList())
                .execute();
    }

    private static Query name(CoreTransaction tx, UUID certificateId, CertificateIdentifiers identifiers) {
        return tx.dsl()
                .update(CERTIFICATE_METADATA)
                .set(CERTIFICATE_METADATA.CERTIFICATE_NAME, identifiers.certificateName())
                .set(CERTIFICATE_METADATA.THUMBPRINT_SHA256, identifiers.thumbprintSha256())
                .set(CERTIFICATE_METADATA.THUMBPRINT_SHA1, identifiers.thumbprintSha1())
                .set(CERTIFICATE_METADATA.ISSUER_DN, identifiers.issuerDn())
                .set(CERTIFICATE_METADATA.SUBJECT_KEY_IDENTIFIER, identifiers.subjectKeyIdentifier())
                .set(CERTIFICATE_METADATA.AUTHORITY_KEY_IDENTIFIER, identifiers.authorityKeyIdentifier())
                .set(CERTIFICATE_METADATA.EXTENDED_KEY_USAGES, usages(identifiers))
                .where(CERTIFICATE_METADATA.CERTIFICATE_ID.eq(certificateId));
    }

    private static String[] usages(CertificateIdentifiers identifiers) {
        return identifiers.extendedKeyUsages() == null
                ? null
                : identifiers.extendedKeyUsages().toArray(String[]::new);
    }

    private static CertificateIdentifiers identifiers(CertificateMetadataRecord row) {
        return new CertificateIdentifiers(
                row.getCertificateName(),
                row.getThumbprintSha256(),
                row.getThumbprintSha1(),
                row.getIssuerDn(),
                row.getSubjectKeyIdentifier(),
                row.getAuthorityKeyIdentifier(),
                row.getExtendedKeyUsages() == null ? null : List.of(row.getExtendedKeyUsages()));
    }

    private static Query update(CoreTransaction tx) {
        return tx.dsl()
                .update(CERTIFICATE_METADATA)
                .set(CERTIFICATE_METADATA.STATUS, placeholder(CERTIFICATE_METADATA.STATUS))
                .set(CERTIFICATE_METADATA.DELETED_AT, placeholder(CERTIFICATE_METADATA.DELETED_AT))
                .set(CERTIFICATE_METADATA.OWNER_USER_ID, placeholder(CERTIFICATE_METADATA.OWNER_USER_ID))
                .set(CERTIFICATE_METADATA.COMMON_NAME, placeholder(CERTIFICATE_METADATA.COMMON_NAME))
                .set(CERTIFICATE_METADATA.NOT_BEFORE, placeholder(CERTIFICATE_METADATA.NOT_BEFORE))
                .set(CERTIFICATE_METADATA.NOT_AFTER, placeholder(CERTIFICATE_METADATA.NOT_AFTER))
                .set(CERTIFICATE_METADATA.SOURCE_SEQUENCE, placeholder(CERTIFICATE_METADATA.SOURCE_SEQUENCE))
                .where(CERTIFICATE_METADATA.CERTIFICATE_ID.eq(placeholder(CERTIFICATE_METADATA.CERTIFICATE_ID)))
                .and(CERTIFICATE_METADATA.SOURCE_SEQUENCE.lt(placeholder(CERTIFICATE_METADATA.SOURCE_SEQUENCE)));
    }

    private static <T> Param<T> placeholder(Field<T> column) {
        return DSL.val((T) null, column);
    }

    private static Object[] values(CertificateChange change) {
        return new Object[] {
            change.status().code(),
            change.deletedAt(),
            change.ownerUserId(),
            change.commonName(),
            change.notBefore(),
            change.notAfter(),
            change.sourceSequence(),
            change.certificateId(),
            change.sourceSequence()
        };
    }

    private static Map<Field<?>, Object> annotationColumns(AnnotationChange change) {
        CertificateAnnotations values = change.values();
        Map<Field<?>, Object> columns = new LinkedHashMap<>();
        for (AnnotationField field : change.fields()) {
            switch (field) {
                case TAGS -> columns.put(CERTIFICATE_METADATA.TAGS, tags(values));
                case CATEGORY -> columns.put(CERTIFICATE_METADATA.CATEGORY, values.category());
                case ENVIRONMENT -> columns.put(CERTIFICATE_METADATA.ENVIRONMENT, values.environment());
                case CUSTOM_FIELDS -> columns.put(CERTIFICATE_METADATA.CUSTOM_FIELDS, customFields(values));
                case NOTES -> columns.put(CERTIFICATE_METADATA.NOTES, values.notes());
            }
        }
        return columns;
    }

    private static String[] tags(CertificateAnnotations annotations) {
        return annotations.tags().toArray(String[]::new);
    }

    private static JSONB customFields(CertificateAnnotations annotations) {
        return JSONB.valueOf(Json.write(annotations.customFields()));
    }

    private static List<SearchableName> names(JSONB document) {
        return document == null
                ? List.of()
                : Json.read(document.data())
                        .orElseThrow()
                        .valueStream()
                        .map(name -> new SearchableName(
                                name.path("type").asString(), name.path("value").asString()))
                        .toList();
    }
}
