package dev.clm.api.certificate.search;

import static dev.clm.api.testing.Tenant.AUTHORITIES;
import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To an organization, what is another's does not exist. */
@Tag("S3")
class TenantSeparationIT {
    private static final Tenant TENANT = Tenant.create();
    private static final Caller STRANGER = Tenant.create().administrator();
    private static UUID id;

    @BeforeAll
    static void issue() {
        id = TENANT.administrator()
                .post(
                        CERTIFICATES,
                        Tenant.madeKey("separate.example", Map.of("algorithm", "ECDSA", "exportable", true)))
                .expect(201)
                .id();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/pem", "/der", "/chain"})
    void readsAnswerAsForACertificateThatIsMissing(String suffix) {
        Answer foreign = STRANGER.get(Tenant.path(id) + suffix).expect(404, "not_found");
        Answer missing = STRANGER.get(Tenant.path(UUID.randomUUID()) + suffix).expect(404, "not_found");

        assertThat(foreign.text("detail")).isEqualTo(missing.text("detail"));
    }

    @Test
    void changesFindNothingAndLeaveNothing() {
        List<String> before = state();

        STRANGER.patch(Tenant.path(id), Map.of("notes", "mine now")).expect(404);
        STRANGER.patch(Tenant.path(id), Map.of("owner_user_id", STRANGER.userId()))
                .expect(404);
        STRANGER.post(Tenant.path(id) + "/revoke", Map.of("reason", "superseded"))
                .expect(404);
        STRANGER.post(Tenant.path(id) + "/restore", "").expect(404);
        STRANGER.post(
                        Tenant.path(id) + "/private-key/export",
                        Map.of("format", "pkcs8", "passphrase", "correct horse battery"))
                .expect(404);
        STRANGER.delete(Tenant.path(id)).expect(404);

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void listsAndSearchesShowOnlyTheOwn() {
        for (String query : List.of(
                "",
                "common_name=separate.example",
                "san=separate.example",
                "q=separate.example",
                "include_deleted=true")) {
            assertThat(STRANGER.get(CERTIFICATES + "?limit=500&" + query)
                            .expect(200)
                            .ids())
                    .as(query)
                    .doesNotContain(id);
            assertThat(TENANT.administrator()
                            .get(CERTIFICATES + "?limit=500&" + query)
                            .ids())
                    .as(query)
                    .contains(id);
        }
        assertThat(STRANGER.get(AUTHORITIES).expect(200).ids())
                .hasSize(2)
                .doesNotContain(TENANT.root().id(), TENANT.issuing().id());
    }

    @Test
    void cursorOfAnotherOrganizationShowsNothingOfIt() {
        String cursor = TENANT.administrator().get(CERTIFICATES + "?limit=1").text("next_cursor");

        Answer page = STRANGER.get(CERTIFICATES + "?limit=500&cursor=" + cursor).expect(200);

        List<UUID> theirs =
                TENANT.administrator().get(CERTIFICATES + "?limit=500").ids();
        assertThat(page.ids()).doesNotContainAnyElementsOf(theirs);
    }

    @Test
    void authorityOfAnotherOrganizationIsMissing() {
        STRANGER.get(AUTHORITIES + "/" + TENANT.issuing().id()).expect(404, "not_found");
    }

    private static List<String> state() {
        return Rows.secure(
                String.class,
                "select to_jsonb(c)::text || (select count(*) from secure_audit_log where resource_id = c.id)"
                        + " from certificates c where id = ?",
                id);
    }
}
