package dev.clm.api.certificate.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Line B7: issuance sees at once that an authority above has gone, however far up, and whatever it has kept. */
@Tag("T2")
class RevokedAuthorityAboveIT {
    private final Tenant tenant = Tenant.create();

    @Test
    @Tag("keys-B7")
    void nothingIsIssuedBelowARevokedRootTwoLevelsUp() {
        Tenant.Authority middle =
                tenant.authority(Map.of("issuer_id", tenant.root().id()));
        Tenant.Authority issuing = tenant.authority(Map.of("issuer_id", middle.id()));
        tenant.issue("before.example", Map.of("issuer_id", issuing.id())).expect(201);
        tenant.administrator()
                .post(Tenant.path(tenant.root().id()) + "/revoke", Map.of("reason", "cessation_of_operation"))
                .expect(200);

        Answer refusal =
                tenant.issue("after.example", Map.of("issuer_id", issuing.id())).expect(422);

        assertThat(refusal.fields()).containsExactly("issuer_id");
        assertThat(refusal.faults()).containsExactly("not_in_force");
        assertThat(Rows.countSecure(
                        "certificates where common_name = 'after.example' and organization_id = ?",
                        tenant.administrator().organizationId()))
                .isZero();
    }

    @Test
    @Tag("keys-B7")
    void noAuthorityIsMadeBelowOneEither() {
        Tenant.Authority middle =
                tenant.authority(Map.of("issuer_id", tenant.root().id()));
        tenant.issue("before.example", Map.of("issuer_id", middle.id())).expect(201);
        tenant.administrator()
                .post(Tenant.path(tenant.root().id()) + "/revoke", Map.of("reason", "certificate_hold"))
                .expect(200);

        Answer refusal = tenant.administrator()
                .post(
                        Tenant.AUTHORITIES,
                        Map.of(
                                "name", Tenant.unique("ca"),
                                "subject", Map.of("common_name", "below"),
                                "issuer_id", middle.id()))
                .expect(422);

        assertThat(refusal.fields()).containsExactly("issuer_id");
    }
}
