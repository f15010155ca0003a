package dev.clm.api.certificate.authority;

import dev.clm.api.certificate.issuance.EarlierAnswers;
import dev.clm.api.coordination.relay.OutboxRelay;
import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes an authority: key, certificate, request, first CRL, audit entry and outbox event in one secure transaction, the
 * metadata by the relay at once. The order is that of docs/ISSUANCE.md.
 */
@Service
public class CreateAuthority {
    private static final int CREATED = 201;

    private final SecureDatabase secure;
    private final EarlierAnswers earlierAnswers;
    private final AuthoritySigning signing;
    private final ReadAuthorities reading;
    private final AuthorityRows rows;
    private final OutboxRelay<SecureTransaction> relay;
    private final JsonMapper json;
    private final Clock clock;

    public CreateAuthority(
            SecureDatabase secure,
            EarlierAnswers earlierAnswers,
            AuthoritySigning signing,
            ReadAuthorities reading,
            AuthorityRows rows,
            OutboxRelay<SecureTransaction> relay,
            JsonMapper json,
            Clock clock) {
        this.secure = secure;
        this.earlierAnswers = earlierAnswers;
        this.signing = signing;
        this.reading = reading;
        this.rows = rows;
        this.relay = relay;
        this.json = json;
        this.clock = clock;
    }

    /** What the client gets: the body as it is stored under the idempotency key. */
    public record Answer(String location, String body, UUID id) {}

    /** `key` is null where the client sent none. */
    public Answer create(Actor actor, CreateAuthorityBody body, IdempotencyRequest key) {
        Optional<Answer> earlier = earlierAnswer(key);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        AuthoritySigning.Signed signed = signing.sign(actor, body);
        Answer answer = answer(signed);
        boolean stored = secure.inTransaction(actor, tx -> store(tx, actor, signed, answer, key));
        if (!stored) {
            return earlierAnswer(key)
                    .orElseThrow(() -> ClmException.of(
                            ErrorCode.IDEMPOTENCY_KEY_IN_USE, "another request with this idempotency key was quicker"));
        }
        relay.deliverNow(signed.certificate().id());
        return answer;
    }

    private boolean store(
            SecureTransaction tx, Actor actor, AuthoritySigning.Signed signed, Answer answer, IdempotencyRequest key) {
        boolean first = key == null
                || rows.reserve(
                        tx,
                        actor.organizationId(),
                        EarlierAnswers.answer(key, CREATED, answer.location(), answer.body()),
                        clock.instant());
        if (first) {
            rows.insert(tx, actor, signed);
        }
        return first;
    }

    private Answer answer(AuthoritySigning.Signed signed) {
        UUID id = signed.certificate().id();
        return new Answer(
                "/api/v1/certificate-authorities/" + id, json.writeValueAsString(reading.view(signed.authority())), id);
    }

    private Optional<Answer> earlierAnswer(IdempotencyRequest key) {
        return key == null
                ? Optional.empty()
                : earlierAnswers.find(key).map(answer -> new Answer(answer.location(), answer.body(), null));
    }
}
