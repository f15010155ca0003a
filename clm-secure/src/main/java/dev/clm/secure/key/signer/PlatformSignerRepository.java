package dev.clm.secure.key.signer;

import static dev.clm.secure.jooq.Tables.PLATFORM_SIGNERS;

import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.jooq.tables.records.PlatformSignersRecord;
import java.util.Optional;
import java.util.UUID;
import org.jooq.impl.DSL;

/** Rows of platform_signers: in the service role only, which the grants hold. */
final class PlatformSignerRepository {
    private static final String ACTIVE = "active";

    Optional<Signer> findActive(SecureTransaction tx) {
        return tx.dsl()
                .selectFrom(PLATFORM_SIGNERS)
                .where(PLATFORM_SIGNERS.SIGNER_STATUS.eq(ACTIVE))
                .fetchOptional(PlatformSignerRepository::signer);
    }

    Optional<Signer> find(SecureTransaction tx, UUID id) {
        return tx.dsl()
                .selectFrom(PLATFORM_SIGNERS)
                .where(PLATFORM_SIGNERS.ID.eq(id))
                .fetchOptional(PlatformSignerRepository::signer);
    }

    /** Answers false where another instance has replaced it already. */
    boolean replace(SecureTransaction tx, UUID id) {
        return tx.changed(tx.dsl()
                .update(PLATFORM_SIGNERS)
                .set(PLATFORM_SIGNERS.SIGNER_STATUS, "replaced")
                .set(PLATFORM_SIGNERS.REPLACED_AT, DSL.currentInstant())
                .where(PLATFORM_SIGNERS.ID.eq(id))
                .and(PLATFORM_SIGNERS.SIGNER_STATUS.eq(ACTIVE)));
    }

    /** Answers false, and does nothing, where there is one in use. */
    boolean insertIfNoneActive(SecureTransaction tx, Signer signer) {
        return tx.changed(tx.dsl()
                .insertInto(PLATFORM_SIGNERS)
                .set(PLATFORM_SIGNERS.ID, signer.id())
                .set(PLATFORM_SIGNERS.ENCRYPTION_KEY_ID, signer.encryptionKeyId())
                .set(PLATFORM_SIGNERS.DER_ENCODED_CERT, signer.certificateDer())
                .set(PLATFORM_SIGNERS.THUMBPRINT_SHA256, signer.thumbprintSha256())
                .set(PLATFORM_SIGNERS.NOT_AFTER, signer.notAfter())
                .set(PLATFORM_SIGNERS.ENCRYPTED_KEY_MATERIAL, signer.encryptedKeyMaterial())
                .set(PLATFORM_SIGNERS.ENCRYPTION_IV, signer.iv())
                .set(PLATFORM_SIGNERS.ENCRYPTION_AUTH_TAG, signer.authTag())
                .onConflictDoNothing());
    }

    private static Signer signer(PlatformSignersRecord row) {
        return new Signer(
                row.getId(),
                row.getEncryptionKeyId(),
                row.getDerEncodedCert(),
                row.getThumbprintSha256(),
                row.getNotAfter(),
                row.getEncryptedKeyMaterial(),
                row.getEncryptionIv(),
                row.getEncryptionAuthTag());
    }
}
