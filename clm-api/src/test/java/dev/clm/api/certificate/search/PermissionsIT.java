package dev.clm.api.certificate.search;

import static dev.clm.api.testing.Tenant.AUTHORITIES;
import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the roles that the schema brings may do over the API: the status of each call, by role. */
class PermissionsIT {
    private static final Tenant TENANT = Tenant.create();

    @ParameterizedTest
    @CsvSource({
        "SYSTEM_ADMIN,  201, 200, 200, 200, 200, 204, 201",
        "CERT_ADMIN,    201, 200, 200, 200, 403, 204, 403",
        "CERT_OPERATOR, 201, 200, 200, 403, 403, 403, 403",
        "APPROVER,      403, 200, 403, 403, 403, 403, 403",
        "AUDITOR,       403, 200, 403, 403, 403, 403, 403",
        "USER,          403, 200, 403, 403, 403, 403, 403"
    })
    void roleMayDoWhatItSaysAndNothingElse(
            String role, int create, int read, int update, int revoke, int export, int delete, int authority) {
        Caller caller = TENANT.caller(role);
        UUID id = TENANT.administrator()
                .post(CERTIFICATES, Tenant.madeKey("guarded.example", Map.of("algorithm", "ECDSA", "exportable", true)))
                .expect(201)
                .id();

        caller.post(CERTIFICATES, Tenant.request("asked-for.example", Map.of())).expect(create);
        caller.post(CERTIFICATES + "/evaluate", Tenant.request("asked-for.example", Map.of()))
                .expect(create == 201 ? 200 : create);
        caller.get(Tenant.path(id)).expect(read);
        caller.get(CERTIFICATES).expect(read);
        caller.get(AUTHORITIES).expect(read);
        caller.patch(Tenant.path(id), Map.of("notes", "touched")).expect(update);
        caller.post(
                        Tenant.path(id) + "/private-key/export",
                        Map.of("format", "pkcs8", "passphrase", "correct horse battery"))
                .expect(export);
        caller.post(Tenant.path(id) + "/revoke", Map.of("reason", "superseded")).expect(revoke);
        caller.delete(Tenant.path(id)).expect(delete);
        caller.post(AUTHORITIES, Map.of("name", Tenant.unique("ca"), "subject", Map.of("common_name", "CA of " + role)))
                .expect(authority);
    }

    @Test
    void refusalIsAnsweredBeforeAnythingIsLookedAt() {
        Caller auditor = TENANT.caller("AUDITOR");

        auditor.post(CERTIFICATES, Map.of("csr", "nonsense")).expect(403, "forbidden");
        auditor.delete(Tenant.path(UUID.randomUUID())).expect(403, "forbidden");
    }

    @Test
    void roleThatRanOutGivesNothing() {
        Caller operator = TENANT.caller("CERT_OPERATOR");
        operator.get(CERTIFICATES).expect(200);

        int ended = Rows.core(
                "update user_roles set valid_from = now() - interval '2 days', valid_until = now() - interval '1 day'"
                        + " where user_id = ?",
                operator.userId());

        assertThat(ended).isEqualTo(1);
        operator.get(CERTIFICATES).expect(403, "forbidden");
    }
}
