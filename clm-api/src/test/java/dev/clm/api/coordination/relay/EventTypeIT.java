package dev.clm.api.coordination.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Rows;
import dev.clm.common.coordination.EventType;
import dev.clm.common.coordination.EventType.Subject;
import dev.clm.migrations.ClmDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The event types, the triggers that write them and the relays that apply them are the same, in both directions. */
@Tag("X4")
class EventTypeIT {
    /** Issuance writes it, with more than a trigger on one table could know. */
    private static final EventType WITHOUT_TRIGGER = EventType.CERTIFICATE_ISSUED;

    private static final Pattern WHOLE = Pattern.compile("'([a-z_]+[.][a-z_]+)'");
    private static final Pattern ENDING = Pattern.compile("'([.][a-z_]+)'");
    /** A line for each trigger that writes to the outbox: its table, its first argument, its function. */
    private static final String TRIGGERS = """
            select concat_ws('\n', t.tgrelid::regclass, split_part(encode(t.tgargs, 'escape'), '\\000', 1), p.prosrc)
            from pg_trigger t join pg_proc p on p.oid = t.tgfoid
            where not t.tgisinternal and p.prosrc ~* 'insert +into +public[.]outbox'
            """;

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void whatTriggersWriteIsWhatTheOtherDatabaseApplies(ClmDatabase database) {
        Set<EventType> applied =
                database == ClmDatabase.SECURE ? CoreEventApplication.APPLIED : SecureEventApplication.APPLIED;

        assertThat(written(database))
                .containsExactlyInAnyOrderElementsOf(applied.stream()
                        .filter(type -> type != WITHOUT_TRIGGER)
                        .map(type -> type.subject().table() + " " + type.code())
                        .toList());
    }

    @Test
    void everyTypeIsAppliedInOneDatabase() {
        assertThat(Stream.of(CoreEventApplication.APPLIED, SecureEventApplication.APPLIED)
                        .flatMap(Set::stream))
                .containsExactlyInAnyOrder(EventType.values());
    }

    @Test
    void codesBeginWithTheirSubject() {
        assertThat(EventType.values())
                .allSatisfy(type ->
                        assertThat(type.code()).startsWith(type.subject().word() + "."));
        assertThat(Subject.values()).extracting(Subject::table).doesNotHaveDuplicates();
    }

    private static List<String> written(ClmDatabase database) {
        List<String> triggers = database == ClmDatabase.SECURE
                ? Rows.secure(String.class, TRIGGERS)
                : Rows.core(String.class, TRIGGERS);
        List<String> types = new ArrayList<>();
        for (String trigger : triggers) {
            String[] parts = trigger.split("\n", 3);
            matches(WHOLE, parts[2]).forEach(type -> types.add(parts[0] + " " + type));
            matches(ENDING, parts[2]).forEach(ending -> types.add(parts[0] + " " + parts[1] + ending));
        }
        return types;
    }

    private static Stream<String> matches(Pattern pattern, String source) {
        return pattern.matcher(source).results().map((MatchResult found) -> found.group(1));
    }
}
