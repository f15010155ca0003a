package dev.clm.api.key.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.certificate.revocation.PublishCrl;
import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.secure.key.keydestruction.DueDestructions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A revoked authority of which nothing is left may lose its key. It then signs no list, as somebody wanted. */
@Tag("K6")
class DestroyedAuthorityKeyIT {
    private static final String KEYS = "/api/v1/encryption-keys/";
    private final Tenant tenant = Tenant.create();
    private final UUID root = tenant.root().rowId();

    @Test
    void anAuthorityWhoseKeyWasDestroyedOnPurposeIsNoTroubleOfTheService() {
        Rows.secureUnseen(
                "update certificates set not_before = now() - interval '2 days', not_after = now() - interval '1 day',"
                        + " status = 'expired' where organization_id = '"
                        + tenant.administrator().organizationId() + "' and issuer_authority_id is not null");
        post(Tenant.path(tenant.root().id()) + "/revoke", Map.of("reason", "cessation_of_operation"))
                .expect(200);
        destroyKeyOfRoot();
        // As after a day.
        Rows.secure(
                "update crl_publications set next_update = now() + interval '1 day', claimed_until = '-infinity'"
                        + " where authority_id = ?",
                root);

        RunningService.shared().context().getBean(PublishCrl.class).publishDue();

        assertThat(Rows.countSecure("crl_publications where authority_id = ? and claimed_until = '-infinity'", root))
                .isEqualTo(1);
        assertThat(Rows.countSecure("certificate_authorities where id = ? and signing_failed_at is not null", root))
                .isZero();
        Answer told = post(
                        Tenant.path(tenant.issuing().id()) + "/revoke?dry_run=true", Map.of("reason", "key_compromise"))
                .expect(200);
        assertThat(told.json().path("warnings").path(0).asString())
                .contains(tenant.root().name())
                .contains("does not sign");
    }

    /** Issue line A3. */
    @Test
    @Tag("K7")
    @Tag("keys-A3")
    void theKeyOfRevokedAuthoritiesStaysUntilTheirCertificatesHaveExpired() {
        UUID leaf = tenant.issue("outlives.example");
        for (Tenant.Authority authority : List.of(tenant.issuing(), tenant.root())) {
            post(Tenant.path(authority.id()) + "/revoke", Map.of("reason", "cessation_of_operation"))
                    .expect(200);
        }
        expire(tenant.issuing().id());
        UUID key = keyOfRoot();

        for (String dryRun : List.of("?dry_run=true", "")) {
            assertThat(post(KEYS + key + "/destroy" + dryRun, RotatingTenant.destruction(key))
                            .expect(409, "state_conflict")
                            .text("detail"))
                    .contains(tenant.issuing().name(), "certificates that have not expired");
        }

        expire(leaf);
        post(KEYS + key + "/destroy", RotatingTenant.destruction(key)).expect(202);
    }

    /** Line B4: code is judged after the end of its certificate, by lists that somebody has to sign. */
    @Test
    @Tag("R2")
    @Tag("keys-A3")
    @Tag("keys-B4")
    void theKeyStaysForAsLongAsListsNameEndedCodeSigningCertificates() {
        UUID code = tenant.issue(
                        "signs-code.example",
                        Map.of(
                                "certificate_type",
                                "code_signing",
                                "issuer_id",
                                tenant.root().id()))
                .expect(201)
                .id();
        for (UUID certificate :
                List.of(code, tenant.issuing().id(), tenant.root().id())) {
            post(Tenant.path(certificate) + "/revoke", Map.of("reason", "cessation_of_operation"))
                    .expect(200);
        }
        expire(tenant.issuing().id(), "3650 days");
        expire(code, "3649 days");
        UUID key = keyOfRoot();

        for (String dryRun : List.of("?dry_run=true", "")) {
            assertThat(post(KEYS + key + "/destroy" + dryRun, RotatingTenant.destruction(key))
                            .expect(409, "state_conflict")
                            .text("detail"))
                    .contains(tenant.root().name(), "after their end too");
        }

        expire(code, "3652 days");
        post(KEYS + key + "/destroy", RotatingTenant.destruction(key)).expect(202);
        expire(code, "3649 days");
        RotatingTenant.makeDue(key);
        RotatingTenant.destroyDue();
        assertThat(Rows.countSecure("key_destructions where encryption_key_id = ? and state = 'scheduled'", key))
                .isEqualTo(1);
        post(KEYS + key + "/cancel-destruction", "").expect(200);
    }

    private static void expire(UUID certificate) {
        expire(certificate, "2 days");
    }

    private static void expire(UUID certificate, String ago) {
        Rows.secureUnseen(
                "update certificates set not_before = now() - interval '20 years', not_after = now() - ?::interval"
                        + " where id = ?",
                ago,
                certificate);
        Rows.secureUnseen(
                "update certificate_revocations set listed_until = now() - ?::interval where certificate_id = ?",
                ago,
                certificate);
    }

    private UUID keyOfRoot() {
        return Rows.secure(
                        UUID.class,
                        "select encryption_key_id from private_keys where certificate_id = ?",
                        tenant.root().id())
                .get(0);
    }

    private void destroyKeyOfRoot() {
        UUID key = keyOfRoot();
        post(KEYS + key + "/destroy", Map.of("shred", true, "key_id", "data-" + key, "stop_organization", true))
                .expect(202);
        Rows.secure(
                "update key_destructions set requested_at = requested_at - interval '8 days',"
                        + " due_at = due_at - interval '8 days', due_seen_at = now() - interval '6 minutes'"
                        + " where encryption_key_id = ?",
                key);
        RunningService.shared().context().getBean(DueDestructions.class).run();
        tenant.administrator().get(KEYS + key + "/receipt").expect(200);
    }

    private Answer post(String path, Object body) {
        return tenant.administrator().post(path, body);
    }
}
