package dev.clm.secure.certificate.revocation;

import static dev.clm.secure.jooq.Tables.CERTIFICATE_REVOCATIONS;

import dev.clm.common.database.BatchInsert;
import dev.clm.common.database.Pieces;
import dev.clm.common.database.PreparedQuery;
import dev.clm.common.identifier.Identifiers;
import dev.clm.secure.database.SecureTransaction;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Rows of certificate_revocations and blocked_keys. */
public final class RevocationRepository {
    /** For its certificates alone: whoever issues one for the key holds the same lock, shared, until it is stored. */
    private static final String LOCK_KEY = "select pg_advisory_xact_lock(hashtextextended(?, 0))";

    private static final int PIECE = 500;
    private static final BatchInsert<NewRevocation> INSERT = BatchInsert.<NewRevocation>into(CERTIFICATE_REVOCATIONS)
            .with(CERTIFICATE_REVOCATIONS.ID, r -> Identifiers.next())
            .with(
                    CERTIFICATE_REVOCATIONS.ORGANIZATION_ID,
                    r -> r.organizationId().value())
            .with(CERTIFICATE_REVOCATIONS.CERTIFICATE_ID, NewRevocation::certificateId)
            .with(CERTIFICATE_REVOCATIONS.REVOCATION_REASON, r -> r.reason().value())
            .with(CERTIFICATE_REVOCATIONS.REVOCATION_DATE, NewRevocation::at)
            .with(CERTIFICATE_REVOCATIONS.INVALIDITY_DATE, NewRevocation::invalidSince)
            .with(CERTIFICATE_REVOCATIONS.REVOKED_BY_USER_ID, NewRevocation::revokedByUserId);

    /**
     * The transaction's last statements, in pieces that no statement time-out ends: a trigger makes the lists due that name the
     * certificates, and from here to the commit whoever revokes for one of their authorities waits. In the order in which the
     * certificates were locked. A key_compromise also blocks the public key for all tenants.
     */
    public int insert(SecureTransaction tx, List<NewRevocation> made) {
        return Pieces.of(made, PIECE)
                .mapToInt(piece -> INSERT.execute(tx.dsl(), piece).length)
                .sum();
    }

    /** Until the transaction ends nobody stores a certificate for this key; those stored before are seen from here on. */
    public void lockKey(SecureTransaction tx, String publicKeySha256) {
        tx.dsl().execute(LOCK_KEY, publicKeySha256);
    }

    /** Those of the keys (lower-case hex SHA-256 of the SubjectPublicKeyInfo) that no certificate may carry any more. */
    public Set<String> blockedAmong(SecureTransaction tx, Collection<String> publicKeySha256) {
        return Set.copyOf(PreparedQuery.ofRows(
                        "select public_key_sha256 from blocked_keys where public_key_sha256 = any(?)",
                        row -> row.getString(1),
                        (Object) publicKeySha256.toArray(String[]::new))
                .fetch(tx.dsl()));
    }
}
