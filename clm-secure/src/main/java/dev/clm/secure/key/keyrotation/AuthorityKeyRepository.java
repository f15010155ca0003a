package dev.clm.secure.key.keyrotation;

import static dev.clm.secure.jooq.Tables.CERTIFICATE_AUTHORITIES;
import static dev.clm.secure.jooq.Tables.ENCRYPTION_KEYS;
import static dev.clm.secure.jooq.Tables.PRIVATE_KEYS;

import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.KeyPurpose;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import dev.clm.secure.key.privatekey.SealedPrivateKey;
import java.util.List;
import java.util.UUID;
import org.jooq.impl.DSL;

/** Keys of authorities that rest under a data key of another purpose: of all tenants, in the service role. */
final class AuthorityKeyRepository {

    /** The next ones by id, of data keys that stay. @param after null for the first page */
    List<SealedPrivateKey> elsewhere(SecureTransaction tx, UUID after, int limit) {
        return tx.dsl()
                .select(PrivateKeyRepository.SEALED)
                .from(CERTIFICATE_AUTHORITIES)
                .join(PRIVATE_KEYS)
                .on(PRIVATE_KEYS.CERTIFICATE_ID.eq(CERTIFICATE_AUTHORITIES.CERTIFICATE_ID))
                .join(ENCRYPTION_KEYS)
                .on(ENCRYPTION_KEYS.ID.eq(PRIVATE_KEYS.ENCRYPTION_KEY_ID))
                .where(ENCRYPTION_KEYS.PURPOSE.ne(KeyPurpose.AUTHORITY.code()))
                .and(PRIVATE_KEYS.SHREDDED_AT.isNull())
                .and(after == null ? DSL.noCondition() : PRIVATE_KEYS.ID.gt(after))
                .orderBy(PRIVATE_KEYS.ID)
                .limit(limit)
                .fetch(PrivateKeyRepository::sealed);
    }

    /** Answers false where the row is no longer as it was read: a rotation was quicker, and the next run finds it again. */
    boolean move(SecureTransaction tx, SealedPrivateKey read, SealedPrivateKey moved) {
        return tx.changed(tx.dsl()
                .update(PRIVATE_KEYS)
                .set(PRIVATE_KEYS.ENCRYPTION_KEY_ID, moved.encryptionKeyId())
                .set(PRIVATE_KEYS.ENCRYPTED_KEY_MATERIAL, moved.encryptedKeyMaterial())
                .set(PRIVATE_KEYS.ENCRYPTION_IV, moved.iv())
                .set(PRIVATE_KEYS.ENCRYPTION_AUTH_TAG, moved.authTag())
                .where(PRIVATE_KEYS.ID.eq(read.id()))
                .and(PRIVATE_KEYS.ENCRYPTION_KEY_ID.eq(read.encryptionKeyId()))
                .and(PRIVATE_KEYS.ENCRYPTED_KEY_MATERIAL.eq(read.encryptedKeyMaterial()))
                .and(PRIVATE_KEYS.ENCRYPTION_IV.eq(read.iv())));
    }
}
