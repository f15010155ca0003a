package dev.clm.api.coordination.reference;

import dev.clm.common.coordination.OutboxEvent;
import tools.jackson.databind.json.JsonMapper;

/** The types of the outbox events about certificates. A released name is permanent: stored events carry it. */
public final class CertificateEvent {
    /** Written by issuance; carries everything that the metadata consist of. */
    public static final String ISSUED = "certificate.issued";
    /** Written by a trigger on certificates; carries what the metadata repeat. */
    public static final String CHANGED = "certificate.changed";

    /** Written by a trigger when a row is deleted, which only a superuser can do. */
    public static final String DELETED = "certificate.deleted";

    private CertificateEvent() {}

    /** Whether a `certificate.changed` says that the certificate is soft-deleted. */
    static boolean saysDeleted(OutboxEvent changed) {
        return JsonMapper.shared()
                .readTree(changed.payload())
                .path("deleted_at")
                .isString();
    }
}
