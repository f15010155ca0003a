package dev.clm.api.coordination.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.coordination.LostChange;
import dev.clm.secure.coordination.RestoredRowRepository;
import dev.clm.secure.database.SecureDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What clm_core_db is told again of a revocation is all that a restored clm_secure_db would have of it. */
@Tag("X3")
class RetoldRevocationIT {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Tenant TENANT = Tenant.create();

    @Test
    void aRetoldChangeNamesTheReasonAndSinceWhen() {
        UUID id = revoked("changed.example");

        Rows.core("update certificate_metadata set common_name = 'by-hand' where certificate_id = ?", id);

        awaitTold(id, 2, "certificate.changed");
    }

    @Test
    void metadataThatWereRemovedAreToldWithTheReasonToo() {
        UUID id = revoked("removed.example");

        Rows.core("delete from certificate_metadata where certificate_id = ?", id);

        awaitTold(id, 1, "certificate.issued");
        awaitTold(id, 2, "certificate.changed");
    }

    /** Events of earlier releases do not tell it. */
    @Test
    void aReasonThatIsNotToldIsNotForgotten() {
        UUID id = revoked("known.example");
        Answer before = TENANT.administrator().get(Tenant.path(id)).expect(200);
        LostChange told = new LostChange(
                OrganizationId.of(TENANT.administrator().organizationId()),
                id,
                CertificateStatus.REVOKED,
                UUID.fromString(before.text("owner_user_id")),
                null,
                null,
                null);

        SecureDatabase secure = RunningService.shared().context().getBean(SecureDatabase.class);
        Set<UUID> changed =
                secure.inServiceRole("replay", tx -> new RestoredRowRepository().bringForward(tx, List.of(told)));

        assertThat(changed).isEmpty();

        Answer after = TENANT.administrator().get(Tenant.path(id)).expect(200);
        assertThat(after.text("revocation_reason")).isEqualTo("key_compromise");
        assertThat(after.text("revoked_at")).isEqualTo(before.text("revoked_at"));
    }

    private static UUID revoked(String name) {
        UUID id = TENANT.issue(name);
        TENANT.administrator()
                .post(Tenant.path(id) + "/revoke", Map.of("reason", "key_compromise"))
                .expect(200);
        return id;
    }

    private static void awaitTold(UUID id, int times, String type) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(Rows.countCore(
                                "applied_events where aggregate_id = ? and event_type = ?"
                                        + " and payload->>'revocation_reason' = 'key_compromise'"
                                        + " and payload->>'revoked_at' is not null",
                                id,
                                type))
                        .isEqualTo(times));
    }
}
