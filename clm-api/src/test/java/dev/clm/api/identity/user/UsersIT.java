package dev.clm.api.identity.user;

import static dev.clm.api.testing.Bodies.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Bodies;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.common.tenant.Actor;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is particular to users: passwords, membership, quota, and who may touch whom. */
class UsersIT {
    private static final String PASSWORD = "correct horse battery";
    private final Tenant tenant = Tenant.create();
    private final Caller administrator = tenant.administrator();

    @Test
    void passwordIsStoredAsArgon2idAndNeverShown() {
        Answer created = administrator
                .post(USERS, Bodies.user(Map.of("password", PASSWORD)), Tenant.unique("key"))
                .expect(201);

        assertThat(created.text()).doesNotContain("password_hash", "password_salt", "mfa_secret", PASSWORD);
        String hash = Rows.core(String.class, "select password_hash from users where id = ?", created.id())
                .get(0);
        assertThat(hash).startsWith("$argon2id$");
        assertThat(Rows.core(String.class, "select password_salt from users where id = ?", created.id()))
                .containsExactly(hash.split("\\$")[4]);
        assertThat(Rows.countCore(
                        "audit_log where resource_id = ? and changes_after::text like '%argon2%'", created.id()))
                .isZero();
    }

    @Test
    @Tag("T4")
    void anotherPasswordUnderTheSameIdempotencyKeyIsAnotherRequest() {
        Map<String, Object> body = Bodies.user(Map.of("password", PASSWORD));
        String key = Tenant.unique("key");
        UUID id = administrator.post(USERS, body, key).expect(201).id();

        assertThat(administrator.post(USERS, body, key).expect(201).id()).isEqualTo(id);
        body.put("password", PASSWORD + "!");
        administrator.post(USERS, body, key).expect(422, "idempotency_key_reused");
    }

    @Test
    void aNewPasswordHasToBeChangedAtTheFirstLogin() {
        UUID id = administrator
                .post(USERS, Bodies.user(Map.of("must_change_password", false)))
                .expect(201)
                .id();

        administrator.patch(USERS + "/" + id, Map.of("password", PASSWORD)).expect(200);

        assertThat(Rows.countCore(
                        "users where id = ? and must_change_password and password_changed_at > created_at", id))
                .isEqualTo(1);
        assertThat(administrator
                        .patch(USERS + "/" + id, Map.of("password", "short"))
                        .expect(422)
                        .fields())
                .containsExactly("password");
    }

    /** More of them than background work has connections; others' credentials are looked up all the same. */
    @Test
    @Tag("C1")
    void changesThatWaitForALockedUserKeepNobodyElseWaiting() throws Exception {
        Caller other = Tenant.create().administrator();
        UUID locked =
                administrator.post(USERS, Bodies.user(Map.of())).expect(201).id();
        List<CompletableFuture<Answer>> changes = new ArrayList<>();
        try (Connection holder = RunningService.shared().superuser("clm_core_db");
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select 1 from users where id = '" + locked + "' for update");
            for (int i = 0; i < 12; i++) {
                changes.add(CompletableFuture.supplyAsync(
                        () -> administrator.patch(USERS + "/" + locked, Map.of("first_name", "X"))));
            }
            Awaitility.await()
                    .until(() -> Rows.countCore(
                                    "pg_stat_activity where application_name = 'clm-core-service' and wait_event_type = 'Lock'")
                            == 4);
            other.get(Tenant.CERTIFICATES).expect(200);
            assertThat(changes).noneMatch(CompletableFuture::isDone);
            holder.rollback();
        }
        CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new)).join();
    }

    @Test
    @Tag("S3")
    void whoIsNoMemberIsNotThere() {
        UUID foreign = Tenant.create().administrator().userId();

        for (UUID absent : List.of(foreign, UUID.randomUUID(), Actor.SYSTEM_USER_ID)) {
            administrator.get(USERS + "/" + absent).expect(404, "not_found");
            administrator.patch(USERS + "/" + absent, Map.of("first_name", "X")).expect(404, "not_found");
            administrator.delete(USERS + "/" + absent).expect(404, "not_found");
        }
        assertThat(administrator.get(USERS).expect(200).ids()).containsExactly(administrator.userId());
    }

    @Test
    void apiKeysOfADeletedUserStopWorkingAtOnceAndWorkAgainAfterTheRestore() {
        Caller other = tenant.caller("AUDITOR");
        other.get(USERS).expect(200);

        Answer preview = administrator
                .delete(USERS + "/" + other.userId() + "?dry_run=true")
                .expect(200);
        assertThat(preview.json().path("follows").get(0).path("resource").asString())
                .isEqualTo("api_keys");
        assertThat(preview.json().path("follows").get(0).path("count").asInt()).isEqualTo(1);
        administrator.delete(USERS + "/" + other.userId()).expect(204);

        other.get(USERS).expect(401, "unauthenticated");
        administrator.post(USERS + "/" + other.userId() + "/restore", "").expect(200);
        other.get(USERS).expect(200);
    }

    @Test
    void nobodyDeletesOrDisablesThemselves() {
        String self = USERS + "/" + administrator.userId();

        administrator.delete(self).expect(409, "state_conflict");
        administrator.patch(self, Map.of("status", "inactive")).expect(409, "state_conflict");
        administrator.patch(self, Map.of("display_name", "Me")).expect(200);
    }

    @Test
    void anEmailAddressOfAnotherUserIsRefused() {
        Map<String, Object> first = Bodies.user(Map.of());
        administrator.post(USERS, first).expect(201);
        UUID second =
                administrator.post(USERS, Bodies.user(Map.of())).expect(201).id();

        assertThat(administrator
                        .patch(USERS + "/" + second, Map.of("email", first.get("email")))
                        .expect(422)
                        .fields())
                .containsExactly("email");
    }

    @Test
    @Tag("T2")
    void concurrentCreationsKeepToTheMaximumOfUsers() {
        Rows.core("update organizations set max_users = 4 where id = ?", administrator.organizationId());

        List<Integer> statuses = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> administrator.post(USERS, Bodies.user(Map.of())).status())
                .sorted()
                .toList();

        assertThat(statuses).containsExactly(201, 201, 201, 422, 422, 422, 422, 422);
    }

    @Test
    void aRestoreKeepsToTheMaximumOfUsersToo() {
        UUID gone = administrator.post(USERS, Bodies.user(Map.of())).expect(201).id();
        administrator.delete(USERS + "/" + gone).expect(204);
        Rows.core("update organizations set max_users = 1 where id = ?", administrator.organizationId());

        administrator.post(USERS + "/" + gone + "/restore", "").expect(422, "quota_exceeded");
    }

    @Test
    void onlySystemAdministratorsTouchSystemAdministratorsAndMembersOfOthers() {
        Caller clerk = tenant.caller("USER");
        UUID role = Rows.core(
                        UUID.class,
                        "insert into roles (role_name, role_code, permissions) values (?, ?, '{\"users\":[\"*\"]}')"
                                + " returning id",
                        Tenant.unique("clerk"),
                        Tenant.unique("CLERK"))
                .get(0);
        Rows.core("update user_roles set role_id = ? where user_id = ?", role, clerk.userId());
        UUID plain = clerk.post(USERS, Bodies.user(Map.of())).expect(201).id();
        UUID shared = clerk.post(USERS, Bodies.user(Map.of())).expect(201).id();
        Rows.core(
                "insert into user_organizations (user_id, organization_id) values (?, ?)",
                shared,
                Tenant.create().administrator().organizationId());

        clerk.patch(USERS + "/" + plain, Map.of("password", PASSWORD)).expect(200);
        clerk.patch(USERS + "/" + shared, Map.of("password", PASSWORD)).expect(403, "forbidden");
        clerk.patch(USERS + "/" + administrator.userId(), Map.of("password", PASSWORD))
                .expect(403, "forbidden");
        clerk.delete(USERS + "/" + administrator.userId()).expect(403, "forbidden");
        administrator.delete(USERS + "/" + shared).expect(204);
    }
}
