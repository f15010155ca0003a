package dev.clm.api.row;

import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.common.coordination.IdempotentAnswerRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The answers to creating requests, by idempotency key (requirement T4), stored with what they tell of. */
@Component
public class ResourceAnswers {
    private final CoreDatabase core;
    private final IdempotentAnswerRepository<CoreTransaction> keys;

    public ResourceAnswers(CoreDatabase core, IdempotentAnswerRepository<CoreTransaction> keys) {
        this.core = core;
        this.keys = keys;
    }

    /** The first answer to the same request; another request under its key is refused. */
    public Optional<CreatedResource> find(Optional<IdempotencyRequest> request) {
        return request.flatMap(this::find);
    }

    /** In the transaction that creates; another transaction that was quicker undoes it. */
    public void store(CoreTransaction tx, IdempotencyRequest request, int status, CreatedResource created) {
        keys.reserve(tx, request.organization(), request.answer(status, created.location(), created.body()));
    }

    private Optional<CreatedResource> find(IdempotencyRequest request) {
        return request.answeredIn(
                        keys.findAll(core, request.organization(), List.of(request.userId()), List.of(request.key())))
                .map(answer -> new CreatedResource(answer.location(), answer.body()));
    }
}
