package dev.clm.common.coordination;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.util.UUID;

/**
 * The answer that a creating request got, under its key.
 *
 * @param operation method and path, such as `POST /api/v1/certificates`
 * @param requestFingerprint SHA-256 over operation and body, lower-case hex
 * @param location value of the Location header, or null
 * @param body JSON as it was sent
 */
public record IdempotentAnswer(
        UUID userId,
        String idempotencyKey,
        String operation,
        String requestFingerprint,
        int status,
        String location,
        String body) {

    /**
     * What clm_secure_db keeps of a request whose answer stands in clm_core_db: its key and its fingerprint, so that one key
     * never serves two requests whichever database they belong to.
     */
    public static IdempotentAnswer claim(UUID userId, String key, String operation, String requestFingerprint) {
        return new IdempotentAnswer(userId, key, operation, requestFingerprint, 0, null, "");
    }

    /** The refusal of whoever finds its key answered when it stores its answer: what it did is undone, and the answer can be read. */
    public static ClmException anotherWasQuicker() {
        return ClmException.of(
                ErrorCode.IDEMPOTENCY_KEY_IN_USE, "another request with this idempotency key was quicker");
    }
}
