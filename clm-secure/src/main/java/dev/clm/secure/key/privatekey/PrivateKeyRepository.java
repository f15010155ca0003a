package dev.clm.secure.key.privatekey;

import static dev.clm.secure.jooq.Tables.PRIVATE_KEYS;

import dev.clm.common.database.BatchInsert;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.jooq.tables.records.PrivateKeysRecord;
import dev.clm.secure.key.masterkey.AesGcm;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Rows of private_keys, sealed. */
public final class PrivateKeyRepository {
    private static final BatchInsert<StoredPrivateKey> INSERT = BatchInsert.<StoredPrivateKey>into(PRIVATE_KEYS)
            .with(PRIVATE_KEYS.ID, k -> k.sealed().id())
            .with(PRIVATE_KEYS.ORGANIZATION_ID, k -> k.sealed().organizationId().value())
            .with(PRIVATE_KEYS.CERTIFICATE_ID, k -> k.sealed().certificateId())
            .with(PRIVATE_KEYS.ENCRYPTED_KEY_MATERIAL, k -> k.sealed().encryptedKeyMaterial())
            .with(PRIVATE_KEYS.ENCRYPTION_KEY_ID, k -> k.sealed().encryptionKeyId())
            .with(PRIVATE_KEYS.ENCRYPTION_ALGORITHM, k -> AesGcm.NAME)
            .with(PRIVATE_KEYS.ENCRYPTION_IV, k -> k.sealed().iv())
            .with(PRIVATE_KEYS.ENCRYPTION_AUTH_TAG, k -> k.sealed().authTag())
            .with(PRIVATE_KEYS.KEY_ALGORITHM, k -> k.attributes().keyAlgorithm())
            .with(PRIVATE_KEYS.KEY_SIZE, k -> k.attributes().keySize())
            .with(PRIVATE_KEYS.CURVE_NAME, k -> k.attributes().curveName())
            .with(PRIVATE_KEYS.IS_EXPORTABLE, k -> k.attributes().exportable())
            .with(PRIVATE_KEYS.ACCESS_POLICY, k -> json(k.attributes().accessPolicy()))
            .with(PRIVATE_KEYS.CREATED_BY_USER_ID, k -> k.attributes().createdByUserId());

    /** The columns that {@link #sealed} reads. */
    public static final List<Field<?>> SEALED = List.of(
            PRIVATE_KEYS.ID,
            PRIVATE_KEYS.CERTIFICATE_ID,
            PRIVATE_KEYS.ORGANIZATION_ID,
            PRIVATE_KEYS.ENCRYPTION_KEY_ID,
            PRIVATE_KEYS.ENCRYPTED_KEY_MATERIAL,
            PRIVATE_KEYS.ENCRYPTION_IV,
            PRIVATE_KEYS.ENCRYPTION_AUTH_TAG);

    private static final String COUNT_USE = """
            insert into private_key_uses as u (id, organization_id, private_key_id, used_on, uses)
            values (?, ?, ?, (now() at time zone 'UTC')::date, 1)
            on conflict (organization_id, private_key_id) do update
            set used_on = greatest(u.used_on, excluded.used_on),
              uses = case when u.used_on < excluded.used_on then 1 else u.uses + 1 end
            where u.used_on < excluded.used_on or u.uses < ?
            """;

    /** All rows in one round trip. */
    public void insert(SecureTransaction tx, List<StoredPrivateKey> keys) {
        INSERT.execute(tx.dsl(), keys);
    }

    /** The live key of a certificate that the transaction's tenant may see. */
    public Optional<StoredPrivateKey> findByCertificateId(SecureTransaction tx, UUID certificateId) {
        return tx.dsl()
                .selectFrom(PRIVATE_KEYS)
                .where(PRIVATE_KEYS.CERTIFICATE_ID.eq(certificateId))
                .and(PRIVATE_KEYS.DELETED_AT.isNull())
                .fetchOptional(PrivateKeyRepository::stored);
    }

    /** The same, locked until the transaction ends. */
    public Optional<StoredPrivateKey> lockByCertificateId(SecureTransaction tx, UUID certificateId) {
        return tx.dsl()
                .selectFrom(PRIVATE_KEYS)
                .where(PRIVATE_KEYS.CERTIFICATE_ID.eq(certificateId))
                .and(PRIVATE_KEYS.DELETED_AT.isNull())
                .forNoKeyUpdate()
                .fetchOptional(PrivateKeyRepository::stored);
    }

    public boolean changeAccessPolicy(SecureTransaction tx, UUID id, AccessPolicy policy) {
        return tx.changed(tx.dsl()
                .update(PRIVATE_KEYS)
                .set(PRIVATE_KEYS.ACCESS_POLICY, json(policy))
                .where(PRIVATE_KEYS.ID.eq(id))
                .and(PRIVATE_KEYS.DELETED_AT.isNull()));
    }

    /** Counts one access, allowed or not, atomically (T2). Answers false where the key is gone. */
    public boolean countAccess(SecureTransaction tx, UUID id) {
        return tx.changed(tx.dsl()
                .update(PRIVATE_KEYS)
                .set(PRIVATE_KEYS.ACCESS_COUNT, PRIVATE_KEYS.ACCESS_COUNT.plus(1))
                .set(PRIVATE_KEYS.LAST_ACCESSED_AT, DSL.currentInstant())
                .where(PRIVATE_KEYS.ID.eq(id))
                .and(PRIVATE_KEYS.DELETED_AT.isNull()));
    }

    /** Counts one use today, in UTC, unless the limit is reached: then it answers false. Atomic, so that two cannot pass it at once. */
    public boolean countUse(SecureTransaction tx, SealedPrivateKey key, OptionalInt maxUsesPerDay) {
        return tx.changed(
                COUNT_USE,
                Identifiers.next(),
                key.organizationId().value(),
                key.id(),
                maxUsesPerDay.orElse(Integer.MAX_VALUE));
    }

    public static SealedPrivateKey sealed(Record row) {
        return new SealedPrivateKey(
                row.get(PRIVATE_KEYS.ID),
                row.get(PRIVATE_KEYS.CERTIFICATE_ID),
                OrganizationId.of(row.get(PRIVATE_KEYS.ORGANIZATION_ID)),
                row.get(PRIVATE_KEYS.ENCRYPTION_KEY_ID),
                row.get(PRIVATE_KEYS.ENCRYPTED_KEY_MATERIAL),
                row.get(PRIVATE_KEYS.ENCRYPTION_IV),
                row.get(PRIVATE_KEYS.ENCRYPTION_AUTH_TAG));
    }

    private static StoredPrivateKey stored(PrivateKeysRecord row) {
        return new StoredPrivateKey(
                sealed(row),
                new PrivateKeyAttributes(
                        row.getKeyAlgorithm(),
                        row.getKeySize(),
                        row.getCurveName(),
                        row.getIsExportable(),
                        accessPolicy(row.getAccessPolicy()),
                        row.getCreatedByUserId()));
    }

    private static JSONB json(AccessPolicy policy) {
        return policy.equals(AccessPolicy.UNRESTRICTED) ? null : JSONB.valueOf(AccessPolicyJson.write(policy));
    }

    /** Fails closed: a policy that does not parse allows nothing. */
    private static AccessPolicy accessPolicy(JSONB stored) {
        try {
            return stored == null ? AccessPolicy.UNRESTRICTED : AccessPolicyJson.parse(stored.data());
        } catch (ClmException e) {
            throw ClmException.of(ErrorCode.INTERNAL, "a stored access policy is not valid", e);
        }
    }
}
