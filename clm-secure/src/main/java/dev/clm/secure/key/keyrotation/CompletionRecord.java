package dev.clm.secure.key.keyrotation;

import dev.clm.common.field.Json;
import dev.clm.secure.key.encryptionkey.EncryptionKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a rotation that has ended leaves to be checked offline: one line of JSON with sorted names, no spaces, whole numbers and
 * ASCII only, so that equal records have equal bytes. It counts in the transaction that ends the rotation (K6).
 */
public final class CompletionRecord {
    private static final String FORMAT = "clm key rotation record 2";

    private final Map<String, Object> names = new TreeMap<>();

    private CompletionRecord(KeyRotation rotation, EncryptionKey oldKey, EncryptionKey newKey, Instant endedAt) {
        names.put("format", FORMAT);
        names.put("rotation_id", rotation.id().toString());
        names.put("organization_id", rotation.organizationId().toString());
        names.put("rotation_type", rotation.type().code());
        names.put("initiated_by_user_id", rotation.initiatedByUserId().toString());
        names.put("started_at", time(rotation.startedAt()));
        names.put("old_key", key(oldKey));
        names.put("new_key", key(newKey));
        names.put("items_re_encrypted", rotation.progress().done());
        names.put("completed_at", time(endedAt));
    }

    /** Every row moved and verified. */
    public static CompletionRecord completed(
            KeyRotation rotation, EncryptionKey oldKey, EncryptionKey newKey, RotationProof proof, Instant at) {
        CompletionRecord record = new CompletionRecord(rotation, oldKey, newKey, at);
        record.names.put("rotation_status", RotationStatus.COMPLETED.code());
        record.names.put("references_to_old_key", 0);
        record.names.put("items_failed", 0);
        record.names.put("items_under_new_key", proof.rows());
        record.names.put("items_decrypted_and_compared", proof.decrypted());
        record.names.put("verify_percent", rotation.verifyPercent());
        record.names.put("digest_sha256", proof.digest());
        return record;
    }

    /** Ended where it stood. @param left references of the organization to the old key, and @param moved to the new one */
    public static CompletionRecord abandoned(
            KeyRotation rotation, EncryptionKey oldKey, EncryptionKey newKey, long left, long moved, Instant at) {
        CompletionRecord record = new CompletionRecord(rotation, oldKey, newKey, at);
        record.names.put("rotation_status", "abandoned");
        record.names.put("direction", rotation.back() ? "back" : "forward");
        record.names.put("references_to_old_key", left);
        record.names.put("items_failed", rotation.progress().failed());
        record.names.put("items_under_new_key", moved);
        return record;
    }

    /** As the signer signs it. */
    public byte[] signedBy(UUID signerId, String thumbprintSha256) {
        names.put("signer_id", signerId.toString());
        names.put("signer_sha256", thumbprintSha256);
        return Json.write(names).getBytes(StandardCharsets.US_ASCII);
    }

    private static Map<String, Object> key(EncryptionKey key) {
        Map<String, Object> known = new TreeMap<>();
        known.put("id", key.id().toString());
        known.put("key_id", key.keyId());
        known.put("key_version", key.keyVersion());
        known.put("algorithm", key.algorithm());
        return known;
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
