package dev.clm.core.coordination;

import static dev.clm.core.jooq.Tables.CERTIFICATE_METADATA;

import dev.clm.common.coordination.CertificateCopy;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.core.database.CoreTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Sets what certificate_metadata repeat of a certificate, and nothing else of them. */
public final class MetadataRepairRepository {

    /** The copies as they are, locked until the transaction ends. */
    public Optional<CertificateCopy> lock(CoreTransaction tx, UUID certificateId) {
        return tx.dsl()
                .selectFrom(CERTIFICATE_METADATA)
                .where(CERTIFICATE_METADATA.CERTIFICATE_ID.eq(certificateId))
                .forUpdate()
                .fetchOptional(MetadataRepairRepository::copy);
    }

    /** Whether a restore lost the certificate: then its metadata are all that is left of it. */
    public boolean isLost(CoreTransaction tx, UUID certificateId) {
        return tx.dsl()
                .fetchExists(
                        CERTIFICATE_METADATA,
                        CERTIFICATE_METADATA
                                .CERTIFICATE_ID
                                .eq(certificateId)
                                .and(DSL.condition("secure_lost_at is not null")));
    }

    /**
     * Takes these columns from `facts`. The sequence applied last is lowered by one: the change is not the other database's,
     * and is not reported to it; whatever the other one says next still counts.
     */
    public boolean set(CoreTransaction tx, CertificateCopy facts, Collection<String> columns) {
        Map<Field<?>, Object> values = new LinkedHashMap<>();
        columns.forEach(column -> values.put(DSL.field(DSL.name(column)), value(facts, column)));
        values.put(CERTIFICATE_METADATA.SOURCE_SEQUENCE, CERTIFICATE_METADATA.SOURCE_SEQUENCE.minus(1));
        return tx.changed(tx.dsl()
                .update(CERTIFICATE_METADATA)
                .set(values)
                .where(CERTIFICATE_METADATA.CERTIFICATE_ID.eq(facts.id())));
    }

    private static Object value(CertificateCopy facts, String column) {
        return switch (column) {
            case "organization_id" -> facts.organizationId();
            case "common_name" -> facts.commonName();
            case "certificate_type" -> facts.certificateType();
            case "status" -> facts.status().code();
            case "not_before" -> time(facts.notBefore());
            case "not_after" -> time(facts.notAfter());
            case "owner_user_id" -> facts.ownerUserId();
            case "deleted_at" -> time(facts.deletedAt());
            default -> throw new IllegalArgumentException("no copied column: " + column);
        };
    }

    private static Field<Instant> time(Instant value) {
        return DSL.val(value, CERTIFICATE_METADATA.DELETED_AT);
    }

    private static CertificateCopy copy(Record r) {
        return new CertificateCopy(
                r.get(CERTIFICATE_METADATA.CERTIFICATE_ID),
                r.get(CERTIFICATE_METADATA.ORGANIZATION_ID),
                r.get(CERTIFICATE_METADATA.COMMON_NAME),
                r.get(CERTIFICATE_METADATA.CERTIFICATE_TYPE),
                CertificateStatus.ofCode(r.get(CERTIFICATE_METADATA.STATUS)),
                r.get(CERTIFICATE_METADATA.NOT_BEFORE),
                r.get(CERTIFICATE_METADATA.NOT_AFTER),
                r.get(CERTIFICATE_METADATA.OWNER_USER_ID),
                r.get(CERTIFICATE_METADATA.DELETED_AT));
    }
}
