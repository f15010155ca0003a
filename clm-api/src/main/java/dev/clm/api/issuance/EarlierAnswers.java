package dev.clm.api.issuance;

import dev.clm.api.idempotency.IdempotencyRequest;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.idempotency.IdempotencyKeyRepository;
import dev.clm.secure.idempotency.IdempotentAnswer;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Step 2 of issuance: whether a request was answered before, under the same idempotency key (requirement T4). */
@Service
public class EarlierAnswers {
    private final SecureDatabase secure;
    private final IdempotencyKeyRepository keys;

    public EarlierAnswers(SecureDatabase secure, IdempotencyKeyRepository keys) {
        this.secure = secure;
        this.keys = keys;
    }

    /** The first answer to the same request; another request under its key is refused. */
    public Optional<IdempotentAnswer> find(IdempotencyRequest request) {
        Optional<IdempotentAnswer> stored =
                secure.inTransaction(request.organization(), tx -> keys.find(tx, request.userId(), request.key()));
        if (stored.filter(answer -> !answer.requestFingerprint().equals(request.fingerprint()))
                .isPresent()) {
            throw ClmException.of(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED, "this idempotency key was used for another request");
        }
        return stored;
    }

    /** The answer to be stored with what it tells of. */
    public static IdempotentAnswer answer(IdempotencyRequest request, int status, String location, String body) {
        return new IdempotentAnswer(
                request.userId(), request.key(), request.operation(), request.fingerprint(), status, location, body);
    }
}
