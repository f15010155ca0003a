package dev.clm.api.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Bodies;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a client changes is what it has seen, and one idempotency key is one request, whichever database it belongs to. */
@Tag("D2")
class ConditionalChangeIT {
    private static final Tenant TENANT = Tenant.create();
    private final Caller caller = TENANT.administrator();

    @Test
    @Tag("B.5")
    void aChangedRowIsNeitherChangedNorDeletedByWhoSawTheFormerOne() {
        Answer created = caller.post(Bodies.POLICIES, Bodies.policy(Map.of())).expect(201);
        String path = Bodies.POLICIES + "/" + created.id();
        String first = created.header("ETag");
        assertThat(caller.get(path).header("ETag")).isEqualTo(first);

        String second = caller.patchIf(first, path, Map.of("description", "a"))
                .expect(200)
                .header("ETag");
        assertThat(second).isNotEqualTo(first);
        caller.patchIf(first, path, Map.of("description", "b")).expect(412, "precondition_failed");
        caller.patchIf(first, path, Map.of()).expect(412, "precondition_failed");
        caller.deleteIf(first, path).expect(412, "precondition_failed");
        caller.patchIf("W/" + second, path, Map.of("description", "b")).expect(412, "precondition_failed");
        caller.patchIf("nonsense", path, Map.of("description", "b")).expect(422, "validation_failed");
        assertThat(caller.get(path).text("description")).isEqualTo("a");
        caller.patchIf("\"other\", " + second, path, Map.of("description", "c")).expect(200);
        caller.deleteIf("*", path).expect(204);
    }

    @Test
    @Tag("B.5")
    void aCertificateIsChangedByWhoSawItAsItIs() {
        String path = Tenant.path(TENANT.issue("tagged.example"));
        String first = caller.get(path).header("ETag");
        String second =
                caller.patchIf(first, path, Map.of("notes", "a")).expect(200).header("ETag");
        assertThat(caller.get(path).header("ETag")).isEqualTo(second).isNotEqualTo(first);
        caller.patchIf(first, path, Map.of("notes", "b")).expect(412, "precondition_failed");
        caller.deleteIf(first, path).expect(412, "precondition_failed");
        caller.post(path + "/revoke", Map.of("reason", "superseded")).expect(200);
        caller.deleteIf(second, path).expect(412, "precondition_failed");
        caller.deleteIf(caller.get(path).header("ETag"), path).expect(204);
    }

    @Test
    @Tag("B.5")
    void ofTwoWhoSawTheSameOneChangesIt() throws Exception {
        String path = Tenant.path(TENANT.issue("raced.example"));
        String tag = caller.get(path).header("ETag");
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Integer>> both = List.of(
                    () -> caller.patchIf(tag, path, Map.of("notes", "one")).status(),
                    () -> caller.patchIf(tag, path, Map.of("notes", "two")).status());
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : two.invokeAll(both)) {
                answers.add(answer.get());
            }
            assertThat(answers).containsExactlyInAnyOrder(200, 412);
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    @Tag("B.4")
    void oneKeyIsOneRequestInBothDatabases() {
        String key = Tenant.unique("key");
        caller.post(Bodies.POLICIES, Bodies.policy(Map.of()), key).expect(201);
        Map<String, Object> request = Tenant.request("keyed.example", Map.of());
        caller.post(Tenant.CERTIFICATES, request, key).expect(422, "idempotency_key_reused");

        String other = Tenant.unique("key");
        caller.post(Tenant.CERTIFICATES, request, other).expect(201);
        caller.post(Bodies.POLICIES, Bodies.policy(Map.of()), other).expect(422, "idempotency_key_reused");
    }

    @Test
    @Tag("B.4")
    void aRefusedRequestGivesItsKeyBack() {
        String key = Tenant.unique("key");
        Map<String, Object> policy = Bodies.policy(Map.of());
        caller.post(Bodies.POLICIES, policy).expect(201);
        caller.post(Bodies.POLICIES, policy, key).expect(422, "validation_failed");
        caller.post(Bodies.POLICIES, Bodies.policy(Map.of()), key).expect(201);
        assertThat(Rows.countSecure("idempotency_keys where idempotency_key = ?", key))
                .isOne();
    }
}
