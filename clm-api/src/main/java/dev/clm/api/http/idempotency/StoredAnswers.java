package dev.clm.api.http.idempotency;

import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.coordination.IdempotentAnswerRepository;
import dev.clm.common.database.GroupCommit;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.ErrorKind;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** One answer per idempotency key for requests that create something in clm_secure_db (requirement T4). */
@Component
public class StoredAnswers {
    private static final int LARGEST_BATCH = 200;
    private static final int LOOKS = 10;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final SecureDatabase secure;
    private final IdempotentAnswerRepository<SecureTransaction> keys;
    private final InFlightRequests running;
    private final GroupCommit<OrganizationId, IdempotencyRequest, List<IdempotentAnswer>> lookups;

    public StoredAnswers(
            SecureDatabase secure,
            IdempotentAnswerRepository<SecureTransaction> keys,
            InFlightRequests running,
            @Qualifier("backgroundWork") Executor backgroundWork) {
        this.secure = secure;
        this.keys = keys;
        this.running = running;
        this.lookups = new GroupCommit<>(backgroundWork, LARGEST_BATCH, this::lookUpTogether);
    }

    /** The earlier answer to the same request, or the first one, to what `work` makes. */
    public <R> ResponseEntity<String> once(FirstAnswer<R> answer, Supplier<R> work) {
        return alone(answer, () -> earlier(answer).orElseGet(() -> first(answer, work)));
    }

    /** Runs `work` as the only one of this process under its key. */
    public <T> T alone(FirstAnswer<?> answer, Supplier<T> work) {
        return answer.key().isPresent() ? running.alone(answer.key().get(), work) : work.get();
    }

    /** What the same request was answered before; another request under its key is refused. */
    public Optional<ResponseEntity<String>> earlier(FirstAnswer<?> answer) {
        return answer.key()
                .flatMap(request -> request.answeredIn(lookups.submit(request.organization(), request)))
                .map(FirstAnswer::entity);
    }

    /** Answers what `work` makes, or what another process answered meanwhile: of two, one gets to store its answer. */
    public <R> ResponseEntity<String> first(FirstAnswer<R> answer, Supplier<R> work) {
        try {
            return answer.toSend(work.get());
        } catch (ClmException refused) {
            if (refused.code() != ErrorCode.IDEMPOTENCY_KEY_IN_USE) {
                throw refused;
            }
            return soon(answer).orElseThrow(() -> refused);
        }
    }

    /** What another process that holds the key at this moment is about to store. */
    private Optional<ResponseEntity<String>> soon(FirstAnswer<?> answer) {
        Optional<ResponseEntity<String>> stored = earlier(answer);
        for (int look = 1; look < LOOKS && stored.isEmpty(); look++) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            stored = earlier(answer);
        }
        return stored;
    }

    /**
     * Runs `work`, which creates something in clm_core_db, with its key claimed in clm_secure_db: there stand the answers of
     * everything else. What is refused gives the key back; a killed process leaves it to the same request.
     */
    public <R> R claimed(IdempotencyRequest request, Supplier<R> work) {
        IdempotentAnswer claim = request.claim();
        boolean first = secure.inTransaction(
                                request.organization(),
                                tx -> keys.insertNew(tx, request.organization(), List.of(claim)))[0]
                == 1;
        if (!first) {
            request.answeredIn(lookups.submit(request.organization(), request));
        }
        try {
            return work.get();
        } catch (ClmException refused) {
            if (first && refused.kind() != ErrorKind.UNAVAILABLE && refused.kind() != ErrorKind.INTERNAL) {
                secure.inServiceRole(
                        "give back an idempotency key under which nothing was made",
                        tx -> keys.release(tx, request.organization(), claim));
            }
            throw refused;
        }
    }

    private List<List<IdempotentAnswer>> lookUpTogether(
            OrganizationId organization, List<IdempotencyRequest> requests) {
        List<IdempotentAnswer> found = keys.findAll(
                secure,
                organization,
                requests.stream().map(IdempotencyRequest::userId).distinct().toList(),
                requests.stream().map(IdempotencyRequest::key).toList());
        return requests.stream().map(request -> found).toList();
    }
}
