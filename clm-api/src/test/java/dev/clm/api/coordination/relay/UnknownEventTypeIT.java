package dev.clm.api.coordination.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Rows;
import dev.clm.common.identifier.Identifiers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a later release tells this one does not take for done. */
@Tag("X3")
class UnknownEventTypeIT {
    private static final String INSERT =
            "insert into outbox (id, organization_id, aggregate_id, event_type, payload) values (?, ?, ?, ?, '{}')";
    private static final String STATE = "select concat_ws(' ', state, last_error) from outbox where id = ?";
    private static final String LAST_ATTEMPT =
            "update outbox set attempts = 19, next_attempt_at = now() where attempts > 0 and id = ?";
    private static final Duration LONG = Duration.ofSeconds(40);

    private final UUID event = Identifiers.next();

    @Test
    void eventOfAnUnknownTypeIsBlockedAndNotRecordedAsApplied() {
        Rows.secure(INSERT, event, Identifiers.next(), Identifiers.next(), "certificate.frozen");

        await().atMost(LONG).until(() -> Rows.secure(LAST_ATTEMPT, event) == 1);
        await().atMost(LONG)
                .until(() -> Rows.secure(String.class, STATE, event).equals(List.of("blocked UnknownEventType")));
        assertThat(Rows.countCore("applied_events where id = ?", event)).isZero();
        Rows.secure("delete from outbox where id = ?", event);
    }

    @Test
    void typeThatOnlyTheOtherDatabaseTellsIsUnknownToo() {
        Rows.core(INSERT, event, Identifiers.next(), Identifiers.next(), "certificate.issued");

        await().atMost(LONG).until(() -> Rows.core(LAST_ATTEMPT, event) == 1);
        await().atMost(LONG)
                .until(() -> Rows.core(String.class, STATE, event).equals(List.of("blocked UnknownEventType")));
        assertThat(Rows.countSecure("applied_events where id = ?", event)).isZero();
        Rows.core("delete from outbox where id = ?", event);
    }
}
