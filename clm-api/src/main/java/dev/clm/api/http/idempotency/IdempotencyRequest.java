package dev.clm.api.http.idempotency;

import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.OrganizationId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A creating request that carries an idempotency key (requirement T4).
 *
 * @param operation method and path, such as `POST /api/v1/certificates`
 * @param fingerprint SHA-256 over method, path, query and raw body, in hex: another request under the same key has another one
 */
public record IdempotencyRequest(
        OrganizationId organization, UUID userId, String key, String operation, String fingerprint) {
    public IdempotencyRequest {
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(fingerprint, "fingerprint");
    }

    /** Its answer, to be stored with what it tells of. */
    public IdempotentAnswer answer(int status, String location, String body) {
        return new IdempotentAnswer(userId, key, operation, fingerprint, status, location, body);
    }

    IdempotentAnswer claim() {
        return IdempotentAnswer.claim(userId, key, operation, fingerprint);
    }

    /** The one of these stored answers that it got before; where its key was used for another request, it is refused. */
    public Optional<IdempotentAnswer> answeredIn(List<IdempotentAnswer> answers) {
        Optional<IdempotentAnswer> stored = answers.stream()
                .filter(answer -> answer.userId().equals(userId)
                        && answer.idempotencyKey().equals(key))
                .findFirst();
        if (stored.filter(answer -> !answer.requestFingerprint().equals(fingerprint))
                .isPresent()) {
            throw keyReused();
        }
        return stored;
    }

    static ClmException keyReused() {
        return ClmException.of(ErrorCode.IDEMPOTENCY_KEY_REUSED, "this idempotency key was used for another request");
    }
}
