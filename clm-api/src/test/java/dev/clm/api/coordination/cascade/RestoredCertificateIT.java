package dev.clm.api.coordination.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a certificate refers to may be deleted while the certificate is; its restore must not hide that. */
@Tag("X4")
class RestoredCertificateIT {
    private static final Tenant TENANT = Tenant.create();

    @Test
    void certificateComesBackWithoutWhatWasDeletedMeanwhile() {
        UUID owner = TENANT.caller("CERT_ADMIN").userId();
        UUID policy = Rows.policy(TENANT.administrator().organizationId(), "p" + UUID.randomUUID(), "{}");
        String code = Rows.core(String.class, "select policy_code from policies where id = ?", policy)
                .get(0);
        UUID certificate = TENANT.issue("restored.example", Map.of("owner_user_id", owner, "policy_code", code))
                .expect(201)
                .id();
        TENANT.administrator().delete(Tenant.path(certificate)).expect(204);
        Rows.core("update users set deleted_at = now() where id = ?", owner);
        Rows.core("update policies set deleted_at = now() where id = ?", policy);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        Rows.countSecure("departed_targets where target_id in (?, ?) and is_complete", owner, policy)
                                == 2);

        TENANT.administrator()
                .post(Tenant.path(certificate) + "/restore", Map.of())
                .expect(200);

        assertThat(Rows.countSecure(
                        "certificates where id = ? and deleted_at is null and policy_id is null"
                                + " and quarantined_at is not null",
                        certificate))
                .isEqualTo(1);
    }
}
