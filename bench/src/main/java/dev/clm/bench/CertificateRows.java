package dev.clm.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every row that one issuance left in each database, in the order in which they can be written. */
record CertificateRows(List<CopiedRow> secure, List<CopiedRow> core) {
    private static final int EXPECTED_SECURE = 5;
    private static final int EXPECTED_CORE = 2;

    static CertificateRows read(Connection secure, Connection core, UUID certificateId, String idempotencyKey)
            throws SQLException {
        List<CopiedRow> inSecure = new ArrayList<>();
        inSecure.addAll(CopiedRow.find(secure, "idempotency_keys", "idempotency_key", idempotencyKey));
        inSecure.addAll(CopiedRow.find(secure, "certificates", "id", certificateId));
        inSecure.addAll(CopiedRow.find(secure, "certificate_requests", "issued_certificate_id", certificateId));
        inSecure.addAll(CopiedRow.find(secure, "secure_audit_log", "resource_id", certificateId));
        inSecure.addAll(CopiedRow.find(secure, "outbox", "aggregate_id", certificateId));
        List<CopiedRow> inCore = new ArrayList<>();
        inCore.addAll(CopiedRow.find(core, "certificate_metadata", "certificate_id", certificateId));
        inCore.addAll(CopiedRow.find(core, "applied_events", "aggregate_id", certificateId));
        return new CertificateRows(inSecure, inCore);
    }

    /** The metadata may come a moment after the answer. */
    boolean isComplete() {
        return secure.size() >= EXPECTED_SECURE && core.size() >= EXPECTED_CORE;
    }

    FreshIdentifiers freshIdentifiers() {
        return new FreshIdentifiers(ids());
    }

    UUID organizationId() {
        return core.get(0).uuid("organization_id");
    }

    private Set<UUID> ids() {
        return Stream.concat(secure.stream(), core.stream()).map(CopiedRow::id).collect(Collectors.toSet());
    }
}
