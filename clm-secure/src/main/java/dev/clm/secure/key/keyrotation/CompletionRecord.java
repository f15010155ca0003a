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
 * What a completed rotation leaves to be checked offline: one line of JSON with sorted names, no spaces, whole numbers and
 * ASCII only, so that equal records have equal bytes.
 */
public final class CompletionRecord {
    private static final String FORMAT = "clm key rotation record 1";

    private CompletionRecord() {}

    public static byte[] write(
            KeyRotation rotation,
            EncryptionKey oldKey,
            EncryptionKey newKey,
            RotationProof proof,
            UUID certificateId,
            String certificateSha256,
            Instant completedAt) {
        Map<String, Object> record = new TreeMap<>();
        record.put("format", FORMAT);
        record.put("rotation_id", rotation.id().toString());
        record.put("organization_id", rotation.organizationId().toString());
        record.put("rotation_type", rotation.type().code());
        record.put("rotation_status", RotationStatus.COMPLETED.code());
        record.put("initiated_by_user_id", rotation.initiatedByUserId().toString());
        record.put("started_at", time(rotation.startedAt()));
        record.put("completed_at", time(completedAt));
        record.put("old_key", key(oldKey));
        record.put("new_key", key(newKey));
        record.put("references_to_old_key", 0);
        record.put("items_re_encrypted", rotation.progress().done());
        record.put("items_failed", 0);
        record.put("items_under_new_key", proof.rows());
        record.put("items_decrypted_and_compared", proof.decrypted());
        record.put("verify_percent", rotation.verifyPercent());
        record.put("digest_sha256", proof.digest());
        record.put("certificate_id", certificateId.toString());
        record.put("certificate_sha256", certificateSha256);
        return Json.write(record).getBytes(StandardCharsets.US_ASCII);
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
