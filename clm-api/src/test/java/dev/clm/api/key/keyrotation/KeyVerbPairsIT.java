package dev.clm.api.key.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.KeyTruths;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.secure.key.keydestruction.DueDestructions;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every two verbs at the same moment. Each pair ends, nothing is stuck, no receipt or record is untrue. */
@Tag("K6")
class KeyVerbPairsIT {
    private static final String DESTROYING = "key_destructions where organization_id = ? and state = 'destroying'";
    private static final int AT_ONCE = 6;
    private static final ExecutorService PAIRS = Executors.newFixedThreadPool(AT_ONCE);
    private static final ExecutorService VERBS = Executors.newCachedThreadPool();

    @AfterAll
    static void stop() {
        PAIRS.shutdownNow();
        VERBS.shutdownNow();
    }

    private enum Verb {
        ROTATE,
        REPORT_OLD,
        REPORT_NEW,
        DESTROY,
        PAUSE,
        RESUME,
        ROLLBACK,
        ABANDON,
        ESCALATE,
        CANCEL,
        ERASE
    }

    @Test
    void anyTwoVerbsWhileARotationRunsEnd() throws Exception {
        requireAll(
                List.of(
                        Verb.ROTATE,
                        Verb.REPORT_OLD,
                        Verb.REPORT_NEW,
                        Verb.DESTROY,
                        Verb.PAUSE,
                        Verb.RESUME,
                        Verb.ROLLBACK,
                        Verb.ABANDON,
                        Verb.ESCALATE),
                KeyVerbPairsIT::whileRotating);
    }

    @Test
    void anyTwoVerbsWhileADestructionIsDueEnd() throws Exception {
        requireAll(
                List.of(Verb.ROTATE, Verb.REPORT_OLD, Verb.DESTROY, Verb.CANCEL, Verb.ERASE), KeyVerbPairsIT::whileDue);
    }

    private interface Pair {
        void run(Verb first, Verb second) throws Exception;
    }

    private static void requireAll(List<Verb> verbs, Pair pair) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < verbs.size(); i++) {
            for (int j = i; j < verbs.size(); j++) {
                Verb first = verbs.get(i);
                Verb second = verbs.get(j);
                running.add(PAIRS.submit(() -> {
                    try {
                        pair.run(first, second);
                    } catch (Exception | AssertionError failure) {
                        throw new AssertionError(first + " and " + second + ": " + failure.getMessage(), failure);
                    }
                    return null;
                }));
            }
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private static void whileRotating(Verb first, Verb second) throws Exception {
        RotatingTenant tenant = new RotatingTenant(1);
        UUID oldKey = tenant.activeKey();
        UUID rotation;
        UUID newKey;
        try (Connection held = tenant.holdOneRow(oldKey)) {
            Answer begun = tenant.rotate(oldKey, "manual").expect(202);
            rotation = begun.id();
            newKey = UUID.fromString(begun.text("new_key_id"));
            race(tenant, oldKey, newKey, rotation, first, second);
            held.rollback();
        }
        requireEnd(tenant, oldKey, newKey);
    }

    private static void whileDue(Verb first, Verb second) throws Exception {
        RotatingTenant tenant = new RotatingTenant(1);
        UUID key = tenant.activeKey();
        destroy(tenant, key).expect(202);
        Rows.secure(
                "update key_destructions set requested_at = requested_at - interval '8 days',"
                        + " due_at = due_at - interval '8 days', due_seen_at = now() - interval '6 minutes'"
                        + " where encryption_key_id = ?",
                key);
        race(tenant, key, key, null, first, second);
        requireEnd(tenant, key, key);
    }

    private static void race(RotatingTenant tenant, UUID oldKey, UUID newKey, UUID rotation, Verb first, Verb second)
            throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<Integer>> answers = new ArrayList<>();
        for (Verb verb : List.of(first, second)) {
            Callable<Integer> call = () -> {
                together.await();
                return run(tenant, oldKey, newKey, rotation, verb);
            };
            answers.add(VERBS.submit(call));
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isIn(200, 202, 409, 503);
        }
    }

    private static int run(RotatingTenant tenant, UUID oldKey, UUID newKey, UUID rotation, Verb verb) {
        return switch (verb) {
            case ROTATE -> tenant.rotate(newKey, "manual").status();
            case REPORT_OLD -> report(tenant, oldKey);
            case REPORT_NEW -> report(tenant, newKey);
            case DESTROY -> destroy(tenant, oldKey).status();
            case CANCEL ->
                tenant.administrator()
                        .post("/api/v1/encryption-keys/" + oldKey + "/cancel-destruction", "")
                        .status();
            case ERASE -> {
                erase();
                yield 200;
            }
            case ESCALATE ->
                tenant.administrator()
                        .post(RotatingTenant.ROTATIONS + rotation + "/escalate", Map.of("rotation_type", "compromise"))
                        .status();
            default ->
                tenant.command(rotation, verb.name().toLowerCase(java.util.Locale.ROOT))
                        .status();
        };
    }

    private static int report(RotatingTenant tenant, UUID key) {
        return tenant.administrator()
                .post("/api/v1/encryption-keys/" + key + "/report-compromise", "")
                .status();
    }

    private static Answer destroy(RotatingTenant tenant, UUID key) {
        return tenant.administrator()
                .post(
                        "/api/v1/encryption-keys/" + key + "/destroy",
                        Map.of("shred", true, "key_id", "data-" + key, "stop_organization", true));
    }

    private static void erase() {
        RunningService.shared().context().getBean(DueDestructions.class).run();
    }

    /** By verbs and jobs alone everything comes to its end, and what is said of it is true. */
    private static void requireEnd(RotatingTenant tenant, UUID oldKey, UUID newKey) {
        UUID organization = tenant.administrator().organizationId();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    unended(organization).forEach(rotation -> tenant.command(rotation, "resume"));
                    if (Rows.countSecure(DESTROYING, organization) > 0) {
                        erase();
                    }
                    return unended(organization).isEmpty() && Rows.countSecure(DESTROYING, organization) == 0;
                });
        KeyTruths.NEVER.forEach((wrong, rows) ->
                assertThat(Rows.countSecure(rows, organization)).as(wrong).isZero());
        tenant.administrator().post("/api/v1/encryption-keys/" + oldKey + "/cancel-destruction", "");
        tenant.administrator().post("/api/v1/encryption-keys/" + newKey + "/cancel-destruction", "");
        tenant.issueWithKey("afterwards.example");
    }

    private static List<UUID> unended(UUID organization) {
        return Rows.secure(
                UUID.class,
                "select id from key_rotations where organization_id = ? and phase <> 'ended'",
                organization);
    }
}
