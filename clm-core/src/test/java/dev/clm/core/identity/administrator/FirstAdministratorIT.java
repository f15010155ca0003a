package dev.clm.core.identity.administrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.CoreFixture;
import dev.clm.core.CoreTestDatabase;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.identity.apikey.ApiKeyAuthentication;
import dev.clm.core.identity.apikey.ApiKeyUsage;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FirstAdministratorIT {
    private final CoreDatabase core = CoreTestDatabase.database();
    private final FirstAdministrator administrators = new FirstAdministrator(core);
    private final String code = CoreFixture.unique("org");
    private final String name = CoreFixture.unique("admin");

    @Test
    void theKeyAuthenticatesAnAdministratorOfTheNewOrganization() {
        CreatedAdministrator created = administrators.create(wanted(code, name));

        AuthenticatedCaller caller = new ApiKeyAuthentication(core, new ApiKeyUsage(core), Runnable::run)
                .authenticate(created.apiKey().reveal(), Optional.of(code), "127.0.0.1", null, null)
                .orElseThrow();

        assertThat(caller.actor().userId()).isEqualTo(created.userId());
        assertThat(caller.actor().organizationId()).isEqualTo(created.organizationId());
        assertThat(caller.actor().roleCodes()).containsExactly("SYSTEM_ADMIN");
        assertThat(caller.allows(Permission.CERTIFICATE_AUTHORITIES_CREATE)).isTrue();
    }

    @Test
    void nobodyCanLogInWithAPasswordUntilOneIsSet() {
        CreatedAdministrator created = administrators.create(wanted(code, name));

        assertThat(CoreFixture.value(
                        Boolean.class,
                        "select must_change_password and password_hash like '$argon2id$%'"
                                + " and password_hash like '%$' || password_salt || '$%' from users where id = ?",
                        created.userId()))
                .isTrue();
    }

    @Test
    @Tag("S5")
    void everyRowThatIsCreatedIsInTheAuditLogAndTheKeyIsNowhere() {
        CreatedAdministrator created = administrators.create(wanted(code, name));

        assertThat(CoreFixture.value(
                        String.class,
                        "select string_agg(event_type, ' ' order by event_type) from audit_log where organization_id = ?",
                        created.organizationId().value()))
                .isEqualTo("api_key.create organization.create user.create user_role.create");
        assertThat(CoreFixture.value(
                        Integer.class,
                        "select (select count(*) from audit_log l where l::text like ?)"
                                + " + (select count(*) from api_keys k where k::text like ?)",
                        "%" + created.apiKey().reveal().substring(13) + "%",
                        "%" + created.apiKey().reveal().substring(13) + "%"))
                .isZero();
        assertThat(created.toString()).doesNotContain(created.apiKey().reveal());
    }

    @Test
    void anExistingOrganizationIsJoined() {
        OrganizationId existing = CoreFixture.organization(code);

        assertThat(administrators.create(wanted(code, name)).organizationId()).isEqualTo(existing);
    }

    @Test
    @Tag("T1")
    void aTakenNameOrAddressIsRefusedByFieldAndNothingIsLeftBehind() {
        administrators.create(wanted(CoreFixture.unique("org"), name));

        assertThat(fieldRefused(new NewAdministrator(code, code, name, CoreFixture.unique("x") + "@clm.example")))
                .isEqualTo("username");
        assertThat(fieldRefused(new NewAdministrator(code, code, CoreFixture.unique("y"), name + "@clm.example")))
                .isEqualTo("email");
        assertThat(CoreFixture.value(Integer.class, "select count(*) from organizations where org_code = ?", code))
                .isZero();
    }

    @Test
    void anOrganizationThatIsFullOrNotActiveIsRefused() {
        OrganizationId existing = CoreFixture.organization(code);
        CoreFixture.execute("update organizations set max_users = 0 where id = ?", existing.value());
        assertThat(fieldRefused(wanted(code, name))).isEqualTo("organization_code");

        CoreFixture.execute(
                "update organizations set max_users = 1, deleted_at = now() where id = ?", existing.value());
        assertThat(fieldRefused(wanted(code, name))).isEqualTo("organization_code");
    }

    private String fieldRefused(NewAdministrator wanted) {
        FieldError error = catchThrowableOfType(ClmException.class, () -> administrators.create(wanted))
                .errors()
                .get(0);
        return error.field();
    }

    private static NewAdministrator wanted(String organization, String username) {
        return new NewAdministrator(organization, organization, username, username + "@clm.example");
    }
}
