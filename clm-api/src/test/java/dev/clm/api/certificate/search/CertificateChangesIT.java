package dev.clm.api.certificate.search;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Bodies;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Annotating, deleting and restoring, and the metadata that follow. */
class CertificateChangesIT {
    private static final Tenant TENANT = Tenant.create();
    private static final Caller ADMINISTRATOR = TENANT.administrator();

    @Test
    void annotationsAreChangedAndFound() {
        UUID id = TENANT.issue("annotated.example");

        Answer changed = ADMINISTRATOR
                .patch(
                        Tenant.path(id),
                        Map.of(
                                "tags", List.of("fresh"),
                                "notes", "annotated afterwards",
                                "environment", "testing",
                                "category", "web",
                                "custom_fields", Map.of("cost_center", "42")))
                .expect(200);

        assertThat(changed.json()).isEqualTo(ADMINISTRATOR.get(Tenant.path(id)).json());
        assertThat(changed.text("notes")).isEqualTo("annotated afterwards");
        assertThat(changed.json().at("/custom_fields/cost_center").asString()).isEqualTo("42");
        assertThat(ADMINISTRATOR.get(CERTIFICATES + "?tag=fresh").ids()).containsExactly(id);
        assertThat(ADMINISTRATOR.get(CERTIFICATES + "?q=afterwards").ids()).containsExactly(id);
    }

    @Test
    void absentMembersStayAndNullClears() {
        UUID id = TENANT.issue("kept.example", Map.of("notes", "kept", "category", "cleared"))
                .expect(201)
                .id();
        Map<String, Object> clear = new HashMap<>();
        clear.put("category", null);

        Answer changed = ADMINISTRATOR.patch(Tenant.path(id), clear).expect(200);

        assertThat(changed.text("notes")).isEqualTo("kept");
        assertThat(changed.text("category")).isNull();
    }

    @Test
    void restoringIsNoWayRoundTheLimit() {
        Tenant tenant = Tenant.create();
        UUID organization = tenant.administrator().organizationId();
        UUID first = tenant.issue("first.example");
        UUID ended = tenant.issue("ended.example");
        tenant.administrator()
                .post(Tenant.path(ended) + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
        String live = "certificates where organization_id = ? and deleted_at is null and status = 'active'";
        long limit = Rows.countSecure(live, organization);
        Rows.core("update organizations set max_certificates = ? where id = ?", (int) limit, organization);
        for (UUID deleted : new UUID[] {first, ended}) {
            tenant.administrator().delete(Tenant.path(deleted)).expect(204);
        }
        UUID second = tenant.issue("second.example");

        tenant.administrator().post(Tenant.path(first) + "/restore", "").expect(422, "quota_exceeded");
        tenant.administrator().post(Tenant.path(ended) + "/restore", "").expect(200);
        assertThat(Rows.countSecure(live, organization)).isEqualTo(limit);

        tenant.administrator().delete(Tenant.path(second)).expect(204);
        tenant.administrator().post(Tenant.path(first) + "/restore", "").expect(200);
    }

    @Test
    void newOwnerIsKnownToBothDatabases() {
        UUID id = TENANT.issue("handed-over.example");
        UUID owner = TENANT.caller("USER").userId();

        ADMINISTRATOR.patch(Tenant.path(id), Map.of("owner_user_id", owner)).expect(200);

        assertThat(Rows.secure(UUID.class, "select owner_user_id from certificates where id = ?", id))
                .containsExactly(owner);
        assertThat(ADMINISTRATOR.get(CERTIFICATES + "?owner_user_id=" + owner).ids())
                .containsExactly(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\":\"active\"}|status",
                "{\"common_name\":\"x\"}|common_name",
                "{\"environment\":\"moon\"}|environment",
                "{\"tags\":\"x\"}|tags",
                "{\"tags\":[1]}|tags[0]",
                "{\"notes\":5}|notes",
                "{\"notes\":\"\\u0000\"}|notes",
                "{\"owner_user_id\":null}|owner_user_id",
                "{\"owner_user_id\":\"x\"}|owner_user_id",
                "{\"custom_fields\":[]}|custom_fields"
            })
    void whatCannotBeChangedIsRefusedByName(String body, String field) {
        UUID id = TENANT.issue("unchanged.example");

        Answer refusal = ADMINISTRATOR.patch(Tenant.path(id), body).expect(422);

        assertThat(refusal.fields()).allMatch(named -> field.startsWith(named)).isNotEmpty();
    }

    @Test
    @Tag("S4")
    void deletedCertificateIsGoneFromReadsAndListsAndComesBack() {
        UUID id = TENANT.issue("deleted.example");

        ADMINISTRATOR.delete(Tenant.path(id)).expect(204);
        ADMINISTRATOR.get(Tenant.path(id)).expect(404, "not_found");
        assertThat(found("")).isEmpty();
        assertThat(found("&include_deleted=true")).containsExactly(id);
        assertThat(deletedAt("certificate_metadata where certificate_id", id)).isEqualTo(1);

        Answer restored = ADMINISTRATOR.post(Tenant.path(id) + "/restore", "").expect(200);
        assertThat(restored.json()).isEqualTo(ADMINISTRATOR.get(Tenant.path(id)).json());
        assertThat(found("")).containsExactly(id);
        assertThat(deletedAt("certificate_metadata where certificate_id", id)).isZero();
    }

    @Test
    @Tag("S4")
    void whatIsDeletedIsDeletedOnce() {
        UUID id = TENANT.issue("deleted-once.example");
        ADMINISTRATOR.post(Tenant.path(id) + "/restore", "").expect(409, "state_conflict");

        ADMINISTRATOR.delete(Tenant.path(id)).expect(204);

        ADMINISTRATOR.delete(Tenant.path(id)).expect(404);
        ADMINISTRATOR.patch(Tenant.path(id), Map.of("notes", "x")).expect(404);
        ADMINISTRATOR.post(Tenant.path(id) + "/restore", "").expect(200);
        ADMINISTRATOR.post(Tenant.path(id) + "/restore", "").expect(409, "state_conflict");
    }

    @Test
    void dryRunOfADeletionDeletesNothing() {
        UUID id = TENANT.issue("dry.example");

        ADMINISTRATOR.delete(Tenant.path(id) + "?dry_run=true").expect(200);

        ADMINISTRATOR.get(Tenant.path(id)).expect(200);
        assertThat(Rows.countSecure("secure_audit_log where resource_id = ? and action = 'deleted'", id))
                .isZero();
    }

    @Test
    void certificateOfAnAuthorityIsNotDeleted() {
        ADMINISTRATOR.delete(Tenant.path(TENANT.issuing().id())).expect(409, "state_conflict");
    }

    @Test
    @Tag("S5")
    void everyChangeIsAudited() {
        UUID id = TENANT.issue("history.example");
        UUID owner = ADMINISTRATOR
                .post("/api/v1/users", Bodies.user(Map.of()))
                .expect(201)
                .id();
        ADMINISTRATOR.patch(Tenant.path(id), Map.of("notes", "x")).expect(200);
        ADMINISTRATOR.patch(Tenant.path(id), Map.of("owner_user_id", owner)).expect(200);
        ADMINISTRATOR.delete(Tenant.path(id)).expect(204);
        ADMINISTRATOR.post(Tenant.path(id) + "/restore", "").expect(200);

        assertThat(Rows.secure(
                        String.class,
                        "select action from secure_audit_log where resource_id = ? order by event_timestamp, id",
                        id))
                .containsExactly("issued", "updated", "deleted", "restored");
        assertThat(Rows.secure(
                        String.class,
                        "select event_data ->> 'previous_owner_user_id' || ' ' || (event_data ->> 'owner_user_id')"
                                + " from secure_audit_log where resource_id = ? and action = 'updated'",
                        id))
                .containsExactly(ADMINISTRATOR.userId() + " " + owner);
    }

    /** In the database that owns it, in the transaction that changes it, and only what has changed. */
    @Test
    @Tag("S5")
    void whatAnAnnotationWasAndIsStandsInTheAuditLogOfItsDatabase() {
        UUID id = TENANT.issue("noted.example", Map.of("notes", "before", "tags", List.of("a")))
                .expect(201)
                .id();
        String entries = "audit_log where resource_id = ? and action = 'updated'";

        ADMINISTRATOR
                .patch(Tenant.path(id), Map.of("notes", "after", "tags", List.of("a")))
                .expect(200);
        ADMINISTRATOR.patch(Tenant.path(id), Map.of("notes", "after")).expect(200);

        assertThat(Rows.core(
                        String.class,
                        "select changes_before::text || changes_after::text || username from " + entries,
                        id))
                .containsExactly("{\"notes\": \"before\"}{\"notes\": \"after\"}"
                        + Rows.core(String.class, "select username from users where id = ?", ADMINISTRATOR.userId())
                                .get(0));
        assertThat(Rows.countSecure("secure_" + entries, id)).isZero();
    }

    /** Neither is without the other. */
    @Test
    @Tag("S5")
    void anAnnotationThatCannotBeAuditedIsNotChanged() {
        UUID id = TENANT.issue("unaudited.example");
        Rows.core("revoke insert on audit_log from clm_core_user");
        try {
            assertThat(ADMINISTRATOR
                            .patch(Tenant.path(id), Map.of("notes", "x"))
                            .status())
                    .isGreaterThanOrEqualTo(500);
        } finally {
            Rows.core("grant insert on audit_log to clm_core_user");
        }
        assertThat(ADMINISTRATOR.get(Tenant.path(id)).text("notes")).isNull();
    }

    private static List<UUID> found(String more) {
        return ADMINISTRATOR
                .get(CERTIFICATES + "?common_name=deleted.example" + more)
                .expect(200)
                .ids();
    }

    private static long deletedAt(String rows, UUID id) {
        return Rows.countCore(rows + " = ? and deleted_at is not null", id);
    }
}
