package dev.clm.secure.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.coordination.EventMemoryRepository;
import dev.clm.common.coordination.EventMemoryRepository.Again;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events that a restored database is told again: piece by piece, each once, in a time that no other test delivers anything. */
@Tag("X4")
class EventsAgainIT {
    private static final int EVENTS = 25;
    private static final int PIECE = 10;
    private static final Instant SINCE = Instant.parse("2190-01-01T00:00:00Z");
    private static final UUID AGGREGATE = UUID.randomUUID();

    private final EventMemoryRepository<SecureTransaction> events = new EventMemoryRepository<>();

    /** Ten and more of one moment, as one statement marks them. */
    @BeforeEach
    void deliver() {
        run(tx -> tx.dsl()
                .execute(
                        "insert into outbox (id, organization_id, aggregate_id, event_type, payload, state, done_at)"
                                + " select gen_random_uuid(), gen_random_uuid(), ?, 'certificate.changed', '{}', 'done',"
                                + " ?::timestamptz + (n / 12) * interval '1 microsecond' from generate_series(1, ?) n",
                        AGGREGATE,
                        SINCE.toString(),
                        EVENTS));
    }

    @AfterEach
    void forget() {
        run(tx -> tx.dsl()
                .execute("update outbox set state = 'done', done_at = now() where aggregate_id = ?", AGGREGATE));
    }

    @Test
    void eachPieceTakesThoseThatAreLeft() {
        Again first = again(SINCE);
        Again second = again(first.until());
        Again third = again(second.until());

        assertThat(first.events()).isEqualTo(PIECE);
        assertThat(second.events()).isEqualTo(PIECE);
        assertThat(third.events()).isEqualTo(EVENTS - 2 * PIECE);
        assertThat(pending()).isEqualTo(EVENTS);
    }

    @Test
    void whoBeginsAgainAfterACrashComesToThoseThatAreLeft() {
        again(SINCE);
        Again second = again(SINCE);
        Again third = again(SINCE);

        assertThat(second.events() + third.events()).isEqualTo(EVENTS - PIECE);
        assertThat(again(SINCE)).isEqualTo(new Again(0, null));
        assertThat(pending()).isEqualTo(EVENTS);
    }

    private Again again(Instant since) {
        return run(tx -> events.deliverAgain(tx, since, PIECE));
    }

    private static long pending() {
        return run(tx -> tx.dsl()
                .fetchSingle("select count(*) from outbox where aggregate_id = ? and state = 'pending'", AGGREGATE)
                .get(0, long.class));
    }

    private static <R> R run(Function<SecureTransaction, R> work) {
        return SecureTestDatabase.database().inServiceRole("a test", work);
    }
}
