package dev.clm.api.coordination.restore;

import static dev.clm.migrations.ClmDatabase.CORE;
import static dev.clm.migrations.ClmDatabase.SECURE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.testing.RestorableDatabases;
import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.common.coordination.EventMemoryRepository;
import dev.clm.common.coordination.Fence.OlderDatabase;
import dev.clm.common.coordination.Outbox;
import dev.clm.common.coordination.RestoreStateRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.migrations.ClmDatabase;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A2 and, of the older list, 14: a service that rested is not taken for a restored one, whatever ran late and in which order. */
@Tag("T7")
@TestInstance(Lifecycle.PER_CLASS)
class LongRestIT {
    private static final int EVENTS = 20;
    private static final String ID = "('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid";

    private static final String REST = """
            delete from outbox; delete from applied_events; delete from restore_checkpoints; delete from restore_fences;
            delete from forgotten_events; alter sequence outbox_sequence_seq restart;
            insert into outbox (id, organization_id, aggregate_id, event_type, payload, state, created_at, done_at)
            select $id, $id, $id, 'test', '{}', 'done', t, t
            from generate_series(1, $events) n, (select now() - interval '$days days' as t) s order by n;
            insert into applied_events (id, sequence, organization_id, aggregate_id, event_type, payload, applied_at)
            select $id, n, $id, $id, 'test', '{}', now() - interval '$appliedDays days' from generate_series(1, $events) n;
            insert into restore_checkpoints (id, pair_number, taken_at, completed_at)
            select $id, 1, t, t from generate_series(1, 1) n, (select now() - interval '$days days' as t) s;
            """;

    private RestorableDatabases databases;
    private ConnectionPools pools;
    private SecureDatabase secure;
    private CoreDatabase core;

    @BeforeAll
    void connect(@TempDir Path folder) {
        databases = new RestorableDatabases(folder);
        pools = databases.connect();
        secure = pools.secureDatabase();
        core = pools.coreDatabase();
    }

    @AfterAll
    void stop() {
        pools.close();
        databases.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {35, 400})
    void noOrderOfCleaningsAfterARestRaisesTheFence(int days) {
        for (List<String> order : permutations(List.copyOf(cleanings().keySet()))) {
            rest(days, days);
            assertThat(checkpoints().check().older()).as("at the start").isEmpty();
            for (String cleaning : order) {
                cleanings().get(cleaning).run();
                assertThat(checkpoints().check().older())
                        .as("%d days, %s, after %s", days, order, cleaning)
                        .isEmpty();
            }
        }
    }

    /** The relay died between applying and marking, and marked 35 days later what was applied long ago. */
    @Test
    void anEventThatWasMarkedLongAfterItWasAppliedIsNotMissed() {
        rest(35, 35);
        databases.value(SECURE, "update outbox set done_at = now()");
        databases.value(CORE, "update outbox set done_at = now()");
        cleanings().values().forEach(Runnable::run);
        assertThat(checkpoints().check().older()).isEmpty();
    }

    /** clm_secure_db's clock was 400 days ahead when it dated its events, and is right again. */
    @Test
    void eventsThatAWrongClockDatedAreNotMissedWhenTheyAreForgotten() {
        rest(1, 401);
        cleanings().values().forEach(Runnable::run);
        assertThat(databases.value(CORE, "select count(*) from applied_events")).isEqualTo("0");
        assertThat(checkpoints().check().older()).isEmpty();
    }

    @Test
    void anEventThatWasDeliveredAndIsUnknownStillTellsARestore() {
        rest(1, 1);
        databases.value(CORE, "delete from applied_events where sequence = " + EVENTS);
        assertThat(checkpoints().check().older()).contains(OlderDatabase.CORE);
    }

    @Test
    void aMissingPairStillTellsARestoreAfterALongRest() {
        rest(400, 400);
        cleanings().values().forEach(Runnable::run);
        databases.value(SECURE, "delete from restore_checkpoints where pair_number = 2");
        assertThat(checkpoints().check().older()).contains(OlderDatabase.SECURE);
    }

    @Test
    void theNewestPairIsKeptHoweverOldItIs() {
        rest(400, 400);
        int deleted = secure.inServiceRole(
                "test", tx -> new RestoreStateRepository<SecureTransaction>().deletePastKeeping(tx, 10));
        assertThat(deleted).isZero();
        assertThat(databases.value(SECURE, "select count(*) from restore_checkpoints"))
                .isEqualTo("1");
    }

    /** What was forgotten still counts as seen: a restored database gives out no number twice. */
    @Test
    void theHighestSequenceIsKnownAfterItsEventIsForgotten() {
        rest(400, 400);
        cleanings().values().forEach(Runnable::run);
        long seen = core.inServiceRole("test", tx -> new EventMemoryRepository<CoreTransaction>().highestSeen(tx));
        assertThat(seen).isEqualTo(EVENTS);
    }

    /** Each is what one job does in one database. */
    private Map<String, Runnable> cleanings() {
        Map<String, Runnable> all = new LinkedHashMap<>();
        all.put(
                "secure outbox",
                () -> secure.inServiceRole("test", tx -> new Outbox<SecureTransaction>().deletePastKeeping(tx, 9)));
        all.put(
                "core outbox",
                () -> core.inServiceRole("test", tx -> new Outbox<CoreTransaction>().deletePastKeeping(tx, 9)));
        all.put(
                "secure applied",
                () -> secure.inServiceRole(
                        "test", tx -> new AppliedEventRepository<SecureTransaction>().deletePastKeeping(tx, 99)));
        all.put(
                "core applied",
                () -> core.inServiceRole(
                        "test", tx -> new AppliedEventRepository<CoreTransaction>().deletePastKeeping(tx, 99)));
        all.put("checkpoints", () -> checkpoints().take());
        return all;
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(secure, core, new WriteFence(secure, core));
    }

    /** Both databases as they were left: everything delivered and marked, one pair of checkpoints. */
    private void rest(int days, int appliedDays) {
        for (ClmDatabase database : ClmDatabase.values()) {
            databases.value(
                    database,
                    REST.replace("$id", ID)
                            .replace("$events", Integer.toString(EVENTS))
                            .replace("$appliedDays", Integer.toString(appliedDays))
                            .replace("$days", Integer.toString(days)));
        }
    }

    private static List<List<String>> permutations(List<String> all) {
        if (all.size() < 2) {
            return List.of(all);
        }
        List<List<String>> found = new ArrayList<>();
        for (String first : all) {
            List<String> rest =
                    all.stream().filter(other -> !other.equals(first)).toList();
            for (List<String> tail : permutations(rest)) {
                List<String> one = new ArrayList<>(List.of(first));
                one.addAll(tail);
                found.add(one);
            }
        }
        return found;
    }
}
