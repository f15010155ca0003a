package dev.clm.secure.key.keyrotation;

import static dev.clm.secure.jooq.Tables.CERTIFICATES;
import static dev.clm.secure.jooq.Tables.PRIVATE_KEYS;
import static dev.clm.secure.jooq.Tables.QUARANTINED_PRIVATE_KEYS;

import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.RowsUnderKeyRepository;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import dev.clm.secure.key.privatekey.SealedPrivateKey;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Steps 2 and 3 in SQL: a batch is one SELECT that locks, and one UPDATE of key id, ciphertext, IV and tag together. */
final class ReEncryptionRepository {
    /*
     * Arrays by plain JDBC: the driver sends them in binary, a fraction of the size and cost of text. The key is compared so that
     * no index on it applies: statistics lag behind a rotation.
     */
    private static final String MOVE = """
            update private_keys k
            set encryption_key_id = ?, encrypted_key_material = n.material, encryption_iv = n.iv, encryption_auth_tag = n.tag
            from unnest(?::uuid[], ?::bytea[], ?::bytea[], ?::bytea[]) as n (id, material, iv, tag)
            where k.id = n.id and k.organization_id = ? and k.encryption_key_id is not distinct from ?""";

    private static final String QUARANTINE = """
            insert into quarantined_private_keys (organization_id, key_rotation_id, private_key_id, certificate_id)
            select ?, ?, k.id, k.certificate_id from private_keys k where k.id = any (?)
            on conflict (organization_id, key_rotation_id, private_key_id)
            do update set released_at = null, quarantined_at = now()""";

    // A place further ahead than the queue can be long was given by a clock that was wrong then.
    private static final String RESERVE = """
            update key_rotations
            set next_batch_at = make_interval(secs => {0}) + case
              when next_batch_at between clock_timestamp() and clock_timestamp() + interval '1 hour' then next_batch_at
              else clock_timestamp() end
            where id = {1} and rows_per_second is not null
            returning extract(epoch from next_batch_at - clock_timestamp()) - {0}""";

    /** The next rows in the order of their ids that no other worker has, locked until the transaction ends. */
    List<SealedPrivateKey> lockNext(SecureTransaction tx, KeyRotation rotation, UUID after, int limit) {
        RowsUnderKeyRepository.planById(tx);
        return tx.dsl()
                .select(PrivateKeyRepository.SEALED)
                .from(PRIVATE_KEYS)
                .where(RowsUnderKeyRepository.walkById(
                        rotation.organizationId().value(), rotation.sourceKeyId(), after))
                .and(PRIVATE_KEYS.SHREDDED_AT.isNull())
                .and(notQuarantined(rotation))
                .orderBy(RowsUnderKeyRepository.BY_ID.fields())
                .limit(limit)
                .forNoKeyUpdate()
                .skipLocked()
                .fetch(PrivateKeyRepository::sealed);
    }

    /** Answers how many rows moved: fewer than given means that somebody changed one in spite of the lock. */
    int move(SecureTransaction tx, KeyRotation rotation, List<SealedPrivateKey> reEncrypted) {
        return tx.dsl().connectionResult(connection -> {
            try (PreparedStatement update = connection.prepareStatement(MOVE)) {
                update.setObject(1, rotation.targetKeyId());
                update.setArray(2, connection.createArrayOf("uuid", ids(reEncrypted)));
                update.setArray(3, bytes(connection, reEncrypted, SealedPrivateKey::encryptedKeyMaterial));
                update.setArray(4, bytes(connection, reEncrypted, SealedPrivateKey::iv));
                update.setArray(5, bytes(connection, reEncrypted, SealedPrivateKey::authTag));
                update.setObject(6, rotation.organizationId().value());
                update.setObject(7, rotation.sourceKeyId());
                return update.executeUpdate();
            }
        });
    }

    /** Certificates that name the key; they are public and hold nothing that it encrypts. */
    int moveCertificates(SecureTransaction tx, KeyRotation rotation, int limit) {
        return tx.dsl()
                .update(CERTIFICATES)
                .set(CERTIFICATES.ENCRYPTION_KEY_ID, rotation.targetKeyId())
                .where(CERTIFICATES.ID.in(DSL.select(CERTIFICATES.ID)
                        .from(CERTIFICATES)
                        .where(CERTIFICATES.ENCRYPTION_KEY_ID.eq(rotation.sourceKeyId()))
                        .and(CERTIFICATES.ORGANIZATION_ID.eq(
                                rotation.organizationId().value()))
                        .limit(limit)
                        .forNoKeyUpdate()
                        .skipLocked()))
                .execute();
    }

    int quarantine(SecureTransaction tx, KeyRotation rotation, List<SealedPrivateKey> unusable) {
        return tx.dsl().connectionResult(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(QUARANTINE)) {
                insert.setObject(1, rotation.organizationId().value());
                insert.setObject(2, rotation.id());
                insert.setArray(3, connection.createArrayOf("uuid", ids(unusable)));
                return insert.executeUpdate();
            }
        });
    }

    /** A place for that many rows in the stream of all workers of all instances; how long until it begins. */
    Duration reserve(SecureTransaction tx, KeyRotation rotation, int rows) {
        double seconds = (double) rows / rotation.rowsPerSecond();
        Record wait = tx.dsl().fetchOne(RESERVE, DSL.val(seconds), DSL.val(rotation.id()));
        // Raised to an emergency meanwhile, nothing slows it down.
        return wait == null
                ? Duration.ZERO
                : Duration.ofMillis(Math.max(
                        0, wait.get(0, BigDecimal.class).movePointRight(3).longValue()));
    }

    /** The next resumption tries these rows again. */
    void releaseQuarantined(SecureTransaction tx, UUID rotationId) {
        tx.dsl()
                .update(QUARANTINED_PRIVATE_KEYS)
                .set(QUARANTINED_PRIVATE_KEYS.RELEASED_AT, DSL.currentInstant())
                .where(QUARANTINED_PRIVATE_KEYS.KEY_ROTATION_ID.eq(rotationId))
                .and(QUARANTINED_PRIVATE_KEYS.RELEASED_AT.isNull())
                .execute();
    }

    static Condition notQuarantined(KeyRotation rotation) {
        return DSL.notExists(DSL.selectOne()
                .from(QUARANTINED_PRIVATE_KEYS)
                .where(QUARANTINED_PRIVATE_KEYS.KEY_ROTATION_ID.eq(rotation.id()))
                .and(QUARANTINED_PRIVATE_KEYS.PRIVATE_KEY_ID.eq(PRIVATE_KEYS.ID))
                .and(QUARANTINED_PRIVATE_KEYS.RELEASED_AT.isNull()));
    }

    private static UUID[] ids(List<SealedPrivateKey> rows) {
        return rows.stream().map(SealedPrivateKey::id).toArray(UUID[]::new);
    }

    private static Array bytes(
            Connection connection, List<SealedPrivateKey> rows, Function<SealedPrivateKey, byte[]> column)
            throws SQLException {
        return connection.createArrayOf("bytea", rows.stream().map(column).toArray(byte[][]::new));
    }
}
