package dev.clm.api.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Bodies;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users, organizations, policies and workflows have in common, over the API. */
class ResourceLifeIT {
    private static final Tenant TENANT = Tenant.create();
    private static final Caller ADMINISTRATOR = TENANT.administrator();

    static Stream<Arguments> resources() {
        return Stream.of(
                arguments("user", Bodies.USERS, Bodies::user, "display_name"),
                arguments("organization", Bodies.ORGANIZATIONS, Bodies::organization, "description"),
                arguments("policy", Bodies.POLICIES, Bodies::policy, "description"),
                arguments("workflow", Bodies.WORKFLOWS, Bodies::workflow, "description"));
    }

    private static Arguments arguments(
            String name, String path, Function<Map<String, ?>, Map<String, Object>> body, String text) {
        return Arguments.of(name, path, body, text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resources")
    @Tag("S4")
    void createdChangedDeletedAndRestored(
            String name, String path, Function<Map<String, ?>, Map<String, Object>> body, String text) {
        Answer created =
                ADMINISTRATOR.post(path, body.apply(Map.of(text, "first"))).expect(201);
        String one = path + "/" + created.id();

        assertThat(created.header("Location")).isEqualTo(one);
        assertThat(ADMINISTRATOR.get(one).expect(200).text(text)).isEqualTo("first");
        assertThat(ADMINISTRATOR.patch(one, Map.of(text, "second")).expect(200).text(text))
                .isEqualTo("second");

        Answer preview = ADMINISTRATOR.delete(one + "?dry_run=true").expect(200);
        assertThat(preview.json().path("follows").isArray()).isTrue();
        ADMINISTRATOR.get(one).expect(200);

        ADMINISTRATOR.delete(one).expect(204);
        ADMINISTRATOR.get(one).expect(404, "not_found");
        ADMINISTRATOR.patch(one, Map.of(text, "third")).expect(404, "not_found");
        ADMINISTRATOR.delete(one).expect(404, "not_found");

        assertThat(ADMINISTRATOR.post(one + "/restore", "").expect(200).text("deleted_at"))
                .isNull();
        ADMINISTRATOR.post(one + "/restore", "").expect(409, "state_conflict");
        assertThat(ADMINISTRATOR.get(one).expect(200).text(text)).isEqualTo("second");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resources")
    @Tag("S5")
    void everyChangeIsInTheAuditLog(
            String name, String path, Function<Map<String, ?>, Map<String, Object>> body, String text) {
        UUID id = ADMINISTRATOR
                .post(path, body.apply(Map.of(text, "first")))
                .expect(201)
                .id();
        ADMINISTRATOR.patch(path + "/" + id, Map.of(text, "second")).expect(200);
        ADMINISTRATOR.delete(path + "/" + id).expect(204);
        ADMINISTRATOR.post(path + "/" + id + "/restore", "").expect(200);

        assertThat(Rows.core(
                        String.class,
                        "select event_type || ' ' || coalesce(changes_before->>'" + text + "', '-') || ' '"
                                + " || coalesce(changes_after->>'" + text + "', '-') from audit_log"
                                + " where resource_id = ? order by event_timestamp, id",
                        id))
                .containsExactly(
                        name + ".create - first",
                        name + ".update first second",
                        name + ".delete - -",
                        name + ".restore - -");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resources")
    @Tag("T4")
    void oneIdempotencyKeyCreatesOne(
            String name, String path, Function<Map<String, ?>, Map<String, Object>> body, String text) {
        Map<String, Object> first = body.apply(Map.of());
        String key = Tenant.unique("key");

        Answer created = ADMINISTRATOR.post(path, first, key).expect(201);
        Answer again = ADMINISTRATOR.post(path, first, key).expect(201);

        assertThat(again.text()).isEqualTo(created.text());
        assertThat(again.header("Location")).isEqualTo(created.header("Location"));
        ADMINISTRATOR.post(path, body.apply(Map.of()), key).expect(422, "idempotency_key_reused");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resources")
    void unknownAndWrongFieldsAreNamedTogether(
            String name, String path, Function<Map<String, ?>, Map<String, Object>> body, String text) {
        Map<String, Object> faulty = body.apply(Map.of("surprise", 1, text, List.of(), "status", "gone"));

        assertThat(ADMINISTRATOR
                        .post(path, faulty)
                        .expect(422, "validation_failed")
                        .fields())
                .containsExactlyInAnyOrder("surprise", text, "status");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resources")
    void aNameThatIsTakenIsRefusedAlsoWhereItsHolderIsDeleted(
            String name, String path, Function<Map<String, ?>, Map<String, Object>> body, String text) {
        Map<String, Object> first = body.apply(Map.of());
        UUID id = ADMINISTRATOR.post(path, first).expect(201).id();
        ADMINISTRATOR.delete(path + "/" + id).expect(204);

        assertThat(ADMINISTRATOR
                        .post(path, first)
                        .expect(422, "validation_failed")
                        .faults())
                .containsExactly("already_exists");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resources")
    void pagesShowEveryRowOnceAndDeletedOnesOnRequest(
            String name, String path, Function<Map<String, ?>, Map<String, Object>> body, String text) {
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(ADMINISTRATOR.post(path, body.apply(Map.of())).expect(201).id());
        }
        ADMINISTRATOR.delete(path + "/" + made.get(1)).expect(204);

        assertThat(paged(path, ""))
                .containsSubsequence(made.get(0), made.get(2))
                .doesNotContain(made.get(1));
        assertThat(paged(path, "&include_deleted=true"))
                .containsSubsequence(made)
                .doesNotHaveDuplicates();
        ADMINISTRATOR.get(path + "?limit=501").expect(400, "parameter_out_of_range");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resources")
    void rolesWithoutThePermissionAreRefused(
            String name, String path, Function<Map<String, ?>, Map<String, Object>> body, String text) {
        Caller operator = TENANT.caller("CERT_OPERATOR");
        UUID id = ADMINISTRATOR.post(path, body.apply(Map.of())).expect(201).id();

        operator.post(path, body.apply(Map.of())).expect(403, "forbidden");
        operator.patch(path + "/" + id, Map.of(text, "x")).expect(403, "forbidden");
        operator.delete(path + "/" + id).expect(403, "forbidden");
        operator.post(path + "/" + id + "/restore", "").expect(403, "forbidden");
    }

    private static List<UUID> paged(String path, String more) {
        List<UUID> found = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Answer page = ADMINISTRATOR.get(path + "?limit=2" + more + cursor).expect(200);
            found.addAll(page.ids());
            cursor = page.text("next_cursor") == null ? null : "&cursor=" + page.text("next_cursor");
        }
        return found;
    }
}
