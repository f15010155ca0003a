package dev.clm.common.coordination;

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
        String body) {}
