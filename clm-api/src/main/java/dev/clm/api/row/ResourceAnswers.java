package dev.clm.api.row;

import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.core.coordination.CoreIdempotencyKeyRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The answers to creating requests, by idempotency key (requirement T4), stored with what they tell of. */
@Component
public class ResourceAnswers {
    private final CoreDatabase core;
    private final CoreIdempotencyKeyRepository keys;
    private final Clock clock;

    public ResourceAnswers(CoreDatabase core, CoreIdempotencyKeyRepository keys, Clock clock) {
        this.core = core;
        this.keys = keys;
        this.clock = clock;
    }

    /** The first answer to the same request; another request under its key is refused. */
    public Optional<CreatedResource> find(Optional<IdempotencyRequest> request) {
        return request.flatMap(this::find);
    }

    /** In the transaction that creates; another transaction that was quicker undoes it. */
    public void store(CoreTransaction tx, IdempotencyRequest request, int status, CreatedResource created) {
        IdempotentAnswer answer = new IdempotentAnswer(
                request.userId(),
                request.key(),
                request.operation(),
                request.fingerprint(),
                status,
                created.location(),
                created.body());
        int[] stored = keys.insertNew(tx, request.organization(), List.of(answer), clock.instant());
        if (stored[0] != 1) {
            throw ClmException.of(
                    ErrorCode.IDEMPOTENCY_KEY_IN_USE, "another request with this idempotency key was quicker");
        }
    }

    private Optional<CreatedResource> find(IdempotencyRequest request) {
        Optional<IdempotentAnswer> stored =
                keys.findAll(core, request.organization(), List.of(request.userId()), List.of(request.key())).stream()
                        .findFirst();
        if (stored.filter(answer -> !answer.requestFingerprint().equals(request.fingerprint()))
                .isPresent()) {
            throw ClmException.of(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED, "this idempotency key was used for another request");
        }
        return stored.map(answer -> new CreatedResource(answer.location(), answer.body()));
    }
}
