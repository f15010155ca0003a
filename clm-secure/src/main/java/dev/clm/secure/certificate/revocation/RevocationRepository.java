package dev.clm.secure.certificate.revocation;

import static dev.clm.secure.jooq.Tables.CERTIFICATE_REVOCATIONS;

import dev.clm.common.database.PreparedQuery;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.secure.database.SecureTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** Rows of certificate_revocations and blocked_keys. */
public final class RevocationRepository {
    /** For its certificates alone: whoever issues one for the key holds the same lock, shared, until it is stored. */
    private static final String LOCK_KEY = "select pg_advisory_xact_lock(hashtextextended(?, 0))";

    /** A trigger makes the lists due that name the certificate; a key_compromise also blocks the public key for all tenants. */
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
