package dev.clm.secure.encryptionkey;

import static dev.clm.secure.jooq.Tables.ENCRYPTION_KEYS;

import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.jooq.tables.records.EncryptionKeysRecord;
import dev.clm.secure.masterkey.AesGcm;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Record4;

/** Rows of encryption_keys. Wrapped material is read by the ring only. */
public final class EncryptionKeyRepository {

    /** A live key that the transaction's tenant may see. */
    public Optional<EncryptionKey> find(SecureTransaction tx, UUID id) {
        return tx.dsl()
                .selectFrom(ENCRYPTION_KEYS)
                .where(ENCRYPTION_KEYS.ID.eq(id))
                .and(ENCRYPTION_KEYS.DELETED_AT.isNull())
                .fetchOptional(EncryptionKeyRepository::metadata);
    }

    Optional<WrappedDataKey> findActive(SecureTransaction tx, OrganizationId organization) {
        return fetch(
                tx,
                ENCRYPTION_KEYS.KEY_STATUS.eq(KeyStatus.ACTIVE.code()),
                ENCRYPTION_KEYS.ORGANIZATION_ID.eq(organization.value()));
    }

    Optional<WrappedDataKey> findWrapped(SecureTransaction tx, OrganizationId organization, UUID id) {
        return fetch(tx, ENCRYPTION_KEYS.ID.eq(id), ENCRYPTION_KEYS.ORGANIZATION_ID.eq(organization.value()));
    }

    /** Answers false, and does nothing, where the tenant has an active data key already. */
    boolean insertIfNoneActive(SecureTransaction tx, WrappedDataKey key) {
        return tx.dsl()
                        .insertInto(ENCRYPTION_KEYS)
                        .set(ENCRYPTION_KEYS.ID, key.id())
                        .set(ENCRYPTION_KEYS.KEY_ID, key.keyId())
                        .set(
                                ENCRYPTION_KEYS.ORGANIZATION_ID,
                                key.organizationId().value())
                        .set(ENCRYPTION_KEYS.KEY_TYPE, KeyType.DATA.code())
                        .set(ENCRYPTION_KEYS.ALGORITHM, AesGcm.NAME)
                        .set(ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL, key.wrapped())
                        .set(ENCRYPTION_KEYS.KEY_WRAP_ALGORITHM, AesGcm.NAME)
                        .set(ENCRYPTION_KEYS.CREATED_BY_USER_ID, Actor.SYSTEM_USER_ID)
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    private static Optional<WrappedDataKey> fetch(SecureTransaction tx, Condition... which) {
        return tx.dsl()
                .select(
                        ENCRYPTION_KEYS.ID,
                        ENCRYPTION_KEYS.KEY_ID,
                        ENCRYPTION_KEYS.ORGANIZATION_ID,
                        ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL)
                .from(ENCRYPTION_KEYS)
                .where(which)
                .and(ENCRYPTION_KEYS.KEY_TYPE.eq(KeyType.DATA.code()))
                .and(ENCRYPTION_KEYS.DELETED_AT.isNull())
                .fetchOptional(EncryptionKeyRepository::wrapped);
    }

    private static WrappedDataKey wrapped(Record4<UUID, String, UUID, byte[]> row) {
        return new WrappedDataKey(row.value1(), row.value2(), OrganizationId.of(row.value3()), row.value4());
    }

    private static EncryptionKey metadata(EncryptionKeysRecord row) {
        return new EncryptionKey(
                row.getId(),
                row.getKeyId(),
                row.getOrganizationId() == null ? null : OrganizationId.of(row.getOrganizationId()),
                KeyType.ofCode(row.getKeyType()),
                KeyStatus.ofCode(row.getKeyStatus()),
                row.getAlgorithm(),
                row.getKeyVersion(),
                row.getRotationScheduleDays(),
                row.getLastRotatedAt(),
                row.getNextRotationAt(),
                row.getCreatedAt());
    }
}
