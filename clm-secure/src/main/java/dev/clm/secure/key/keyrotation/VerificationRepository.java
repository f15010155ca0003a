package dev.clm.secure.key.keyrotation;

import static dev.clm.secure.jooq.Tables.CERTIFICATES;
import static dev.clm.secure.jooq.Tables.KEY_ROTATIONS;
import static dev.clm.secure.jooq.Tables.PRIVATE_KEYS;
import static dev.clm.secure.jooq.Tables.QUARANTINED_PRIVATE_KEYS;

import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.RowsUnderKeyRepository;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.impl.DSL;

/** What step 4 reads and notes, in the service role. */
final class VerificationRepository {
    private final RowsUnderKeyRepository rows = new RowsUnderKeyRepository();

    /** The next rows of the key that the rotation moves to, in the order of their ids. */
    List<VerifiableKey> page(SecureTransaction tx, KeyRotation rotation, UUID after, int limit) {
        RowsUnderKeyRepository.planById(tx);
        return tx.dsl()
                .select(PrivateKeyRepository.SEALED)
                .select(CERTIFICATES.DER_ENCODED_CERT)
                .from(PRIVATE_KEYS)
                .join(CERTIFICATES)
                .on(CERTIFICATES.ID.eq(PRIVATE_KEYS.CERTIFICATE_ID))
                .where(RowsUnderKeyRepository.walkById(
                        rotation.organizationId().value(), rotation.targetKeyId(), after))
                .and(PRIVATE_KEYS.SHREDDED_AT.isNull())
                .orderBy(RowsUnderKeyRepository.BY_ID.fields())
                .limit(limit)
                .fetch(row ->
                        new VerifiableKey(PrivateKeyRepository.sealed(row), row.get(CERTIFICATES.DER_ENCODED_CERT)));
    }

    /**
     * Quarantines rows and counts those that were not quarantined before. @param unusable ids of private_keys, whoever's
     */
    void quarantine(SecureTransaction tx, KeyRotation rotation, List<UUID> unusable) {
        int added = tx.dsl()
                .insertInto(
                        QUARANTINED_PRIVATE_KEYS,
                        QUARANTINED_PRIVATE_KEYS.ORGANIZATION_ID,
                        QUARANTINED_PRIVATE_KEYS.KEY_ROTATION_ID,
                        QUARANTINED_PRIVATE_KEYS.PRIVATE_KEY_ID,
                        QUARANTINED_PRIVATE_KEYS.CERTIFICATE_ID)
                .select(DSL.select(
                                DSL.val(rotation.organizationId().value()),
                                DSL.val(rotation.id()),
                                PRIVATE_KEYS.ID,
                                PRIVATE_KEYS.CERTIFICATE_ID)
                        .from(PRIVATE_KEYS)
                        .where(PRIVATE_KEYS.ID.in(unusable)))
                .onConflict(
                        QUARANTINED_PRIVATE_KEYS.ORGANIZATION_ID,
                        QUARANTINED_PRIVATE_KEYS.KEY_ROTATION_ID,
                        QUARANTINED_PRIVATE_KEYS.PRIVATE_KEY_ID)
                .doUpdate()
                .setNull(QUARANTINED_PRIVATE_KEYS.RELEASED_AT)
                .where(QUARANTINED_PRIVATE_KEYS.RELEASED_AT.isNotNull())
                .execute();
        tx.dsl()
                .update(KEY_ROTATIONS)
                .set(KEY_ROTATIONS.ITEMS_FAILED, KEY_ROTATIONS.ITEMS_FAILED.plus(added))
                .where(KEY_ROTATIONS.ID.eq(rotation.id()))
                .execute();
    }

    /** Rows that name a key of the rotation and belong to another organization: no rotation can move them. */
    List<UUID> strays(SecureTransaction tx, KeyRotation rotation, int limit) {
        List<UUID> found = new ArrayList<>();
        for (UUID key : List.of(rotation.oldKeyId(), rotation.newKeyId())) {
            for (UUID organization : rows.organizations(tx, key)) {
                if (!organization.equals(rotation.organizationId().value())) {
                    found.addAll(ofOrganization(tx, organization, key, limit - found.size()));
                }
            }
        }
        return found;
    }

    private static List<UUID> ofOrganization(SecureTransaction tx, UUID organization, UUID key, int limit) {
        return tx.dsl()
                .select(PRIVATE_KEYS.ID)
                .from(PRIVATE_KEYS)
                .where(RowsUnderKeyRepository.walkById(organization, key, null))
                .and(PRIVATE_KEYS.SHREDDED_AT.isNull())
                .orderBy(RowsUnderKeyRepository.BY_ID.fields())
                .limit(limit)
                .fetch(PRIVATE_KEYS.ID);
    }
}
