package dev.clm.api.http.idempotency;

import dev.clm.common.coordination.IdempotentAnswer;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * The first answer to a creating request. Whoever makes what it tells of has it rendered and stores it in the same transaction,
 * so that later requests under the same key get what this one gets (requirement T4).
 */
public final class FirstAnswer<R> {
    private final Optional<IdempotencyRequest> key;
    private final int status;
    private final Function<R, String> location;
    private final Function<R, String> body;
    private IdempotentAnswer stored;

    public FirstAnswer(
            Optional<IdempotencyRequest> key, int status, Function<R, String> location, Function<R, String> body) {
        this.key = key;
        this.status = status;
        this.location = location;
        this.body = body;
    }

    /** Empty where the client sent no key. A transaction that is repeated asks again. */
    public Optional<IdempotentAnswer> toStore(R made) {
        stored = key.map(request -> request.answer(status, location.apply(made), body.apply(made)))
                .orElse(null);
        return Optional.ofNullable(stored);
    }

    Optional<IdempotencyRequest> key() {
        return key;
    }

    ResponseEntity<String> toSend(R made) {
        return stored == null ? entity(status, location.apply(made), body.apply(made)) : entity(stored);
    }

    static ResponseEntity<String> entity(IdempotentAnswer answer) {
        return entity(answer.status(), answer.location(), answer.body());
    }

    private static ResponseEntity<String> entity(int status, String location, String body) {
        return ResponseEntity.status(status)
                .location(URI.create(location))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body);
    }
}
