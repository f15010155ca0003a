package dev.clm.core.inventory.metadata;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.field.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The payloads of the outbox events `certificate.issued` (written here) and `certificate.changed` (written by a trigger of
 * clm_secure_db). Members keep the column names and are only ever added to: a stored event must stay readable.
 */
public final class CertificateEventPayload {
    private final OutboxEvent event;
    private final Map<String, Object> members;

    private CertificateEventPayload(OutboxEvent event) {
        this.event = event;
        this.members = Json.readObject(event.payload());
    }

    /** The payload of `certificate.issued`; the sequence is the event's own and not part of it. */
    public static String issued(NewCertificateMetadata m) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("certificate_id", m.certificateId().toString());
        members.put("common_name", m.commonName());
        members.put("certificate_type", m.certificateType());
        members.put("status", m.status().code());
        members.put("not_before", m.notBefore().toString());
        members.put("not_after", m.notAfter().toString());
        members.put("owner_user_id", m.ownerUserId().toString());
        members.put("subject_alternative_names", m.subjectAlternativeNames());
        members.put("serial_number", m.serialNumber());
        members.put("subject_dn", m.subjectDn());
        members.put("key_algorithm", m.keyAlgorithm());
        CertificateIdentifiers identifiers = m.identifiers();
        members.put("certificate_name", identifiers.certificateName());
        members.put("thumbprint_sha256", identifiers.thumbprintSha256());
        members.put("thumbprint_sha1", identifiers.thumbprintSha1());
        members.put("issuer_dn", identifiers.issuerDn());
        members.put("subject_key_identifier", identifiers.subjectKeyIdentifier());
        members.put("authority_key_identifier", identifiers.authorityKeyIdentifier());
        members.put("extended_key_usages", identifiers.extendedKeyUsages());
        members.put("tags", m.annotations().tags());
        members.put("category", m.annotations().category());
        members.put("environment", m.annotations().environment());
        members.put("custom_fields", m.annotations().customFields());
        members.put("notes", m.annotations().notes());
        return Json.write(members);
    }

    /** What a `certificate.issued` event tells, for the row that is to be inserted. */
    public static NewCertificateMetadata toNewMetadata(OutboxEvent event) {
        CertificateEventPayload p = new CertificateEventPayload(event);
        return new NewCertificateMetadata(
                p.uuid("certificate_id"),
                event.organizationId(),
                p.text("common_name"),
                p.text("certificate_type"),
                p.status(),
                p.time("not_before"),
                p.time("not_after"),
                p.uuid("owner_user_id"),
                p.names(),
                p.text("serial_number"),
                p.text("subject_dn"),
                p.text("key_algorithm"),
                p.identifiers(),
                CertificateAnnotations.of(p.members),
                event.sequence());
    }

    /** What a `certificate.changed` event tells, for the row that is to be updated. */
    public static CertificateChange toChange(OutboxEvent event) {
        CertificateEventPayload p = new CertificateEventPayload(event);
        return new CertificateChange(
                p.uuid("certificate_id"),
                event.sequence(),
                p.status(),
                p.members.get("deleted_at") == null ? null : p.time("deleted_at"),
                p.uuid("owner_user_id"),
                p.text("common_name"),
                p.time("not_before"),
                p.time("not_after"));
    }

    /** Unknown in an event that an older release wrote. */
    private CertificateIdentifiers identifiers() {
        return members.get("extended_key_usages") instanceof List<?> usages
                ? new CertificateIdentifiers(
                        text("certificate_name"),
                        text("thumbprint_sha256"),
                        text("thumbprint_sha1"),
                        text("issuer_dn"),
                        text("subject_key_identifier"),
                        text("authority_key_identifier"),
                        usages.stream().map(String.class::cast).toList())
                : CertificateIdentifiers.UNKNOWN;
    }

    private List<SearchableName> names() {
        return members.get("subject_alternative_names") instanceof List<?> names
                ? names.stream().map(this::name).toList()
                : List.of();
    }

    private SearchableName name(Object value) {
        if (value instanceof Map<?, ?> name
                && name.get("type") instanceof String type
                && name.get("value") instanceof String text) {
            return new SearchableName(type, text);
        }
        throw unreadable("subject_alternative_names");
    }

    private CertificateStatus status() {
        if (members.get("status") instanceof String code) {
            return CertificateStatus.ofCode(code);
        }
        throw unreadable("status");
    }

    private String text(String member) {
        Object value = members.get(member);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw unreadable(member);
    }

    private UUID uuid(String member) {
        if (members.get(member) instanceof String text) {
            return UUID.fromString(text);
        }
        throw unreadable(member);
    }

    private Instant time(String member) {
        if (members.get(member) instanceof String text) {
            return OffsetDateTime.parse(text).toInstant();
        }
        throw unreadable(member);
    }

    private IllegalArgumentException unreadable(String member) {
        return new IllegalArgumentException(
                "event " + event.id() + " (" + event.eventType() + ") has no readable " + member);
    }
}
