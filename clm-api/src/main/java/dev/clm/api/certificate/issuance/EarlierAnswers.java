package dev.clm.api.certificate.issuance;

import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.database.GroupCommit;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.coordination.IdempotencyKeyRepository;
import dev.clm.secure.database.SecureDatabase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Step 2 of issuance: whether a request was answered before, under the same idempotency key (requirement T4). */
@Service
public class EarlierAnswers {
    private static final int LARGEST_BATCH = 200;

    private final SecureDatabase secure;
    private final IdempotencyKeyRepository keys;
    private final GroupCommit<OrganizationId, IdempotencyRequest, Optional<IdempotentAnswer>> lookups;

    public EarlierAnswers(
            SecureDatabase secure,
            IdempotencyKeyRepository keys,
            @Qualifier("backgroundWork") Executor backgroundWork) {
        this.secure = secure;
        this.keys = keys;
        this.lookups = new GroupCommit<>(backgroundWork, LARGEST_BATCH, this::lookUpTogether);
    }

    /** The first answer to the same request; another request under its key is refused. */
    public Optional<IdempotentAnswer> find(IdempotencyRequest request) {
        Optional<IdempotentAnswer> stored = lookups.submit(request.organization(), request);
        if (stored.filter(answer -> !answer.requestFingerprint().equals(request.fingerprint()))
                .isPresent()) {
            throw ClmException.of(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED, "this idempotency key was used for another request");
        }
        return stored;
    }

    private List<Optional<IdempotentAnswer>> lookUpTogether(
            OrganizationId organization, List<IdempotencyRequest> requests) {
        List<IdempotentAnswer> found = keys.findAll(
                secure,
                organization,
                requests.stream().map(IdempotencyRequest::userId).distinct().toList(),
                requests.stream().map(IdempotencyRequest::key).toList());
        return requests.stream()
                .map(request -> found.stream()
                        .filter(answer -> answer.userId().equals(request.userId())
                                && answer.idempotencyKey().equals(request.key()))
                        .findFirst())
                .toList();
    }

    /** The answer to be stored with what it tells of. */
    public static IdempotentAnswer answer(IdempotencyRequest request, int status, String location, String body) {
        return new IdempotentAnswer(
                request.userId(), request.key(), request.operation(), request.fingerprint(), status, location, body);
    }
}
