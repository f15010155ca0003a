package dev.clm.core.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.CoreFixture;
import dev.clm.core.CoreTestDatabase;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.identity.role.Permission;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyAuthenticationIT {
    private final CoreDatabase core = CoreTestDatabase.database();
    private final ApiKeyAuthentication authentication =
            new ApiKeyAuthentication(core, new ApiKeyUsage(core), Runnable::run);
    private final ApiKey key = ApiKey.generate();
    private final UUID keyId = Identifiers.next();
    private final String code = CoreFixture.unique("org");
    private final OrganizationId tenant = CoreFixture.organization(code);
    private final UUID user = CoreFixture.memberOf(tenant);
    private final String roleCode = CoreFixture.unique("role");
    private final UUID role = CoreFixture.role(roleCode, "{\"certificates\":[\"read\"]}", null);

    @BeforeEach
    void giveTheUserAKeyAndARole() {
        CoreFixture.assign(user, role);
        CoreFixture.execute(
                "insert into api_keys (id, key_name, key_hash, key_prefix, user_id) values (?, 'k', ?, ?, ?)",
                keyId,
                key.hash(),
                key.prefix(),
                user);
    }

    @Test
    void aValidKeyTellsWhoActsForWhomAndWithWhat() {
        AuthenticatedCaller caller = authenticate().orElseThrow();

        assertThat(caller.actor().userId()).isEqualTo(user);
        assertThat(caller.actor().organizationId()).isEqualTo(tenant);
        assertThat(caller.actor().roleCodes()).containsExactly(roleCode);
        assertThat(caller.actor().ipAddress()).isEqualTo("192.0.2.1");
        assertThat(caller.actor().requestId()).isEqualTo("req-1");
        assertThat(caller.allows(Permission.CERTIFICATES_READ)).isTrue();
        assertThat(catchThrowableOfType(ClmException.class, () -> caller.require(Permission.CERTIFICATES_CREATE))
                        .code())
                .isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    @Tag("T5")
    void authenticatingIsOneStatementAndAMalformedKeyIsNone() {
        assertThat(CoreTestDatabase.statementsOf(this::authenticate)).isEqualTo(1);
        assertThat(CoreTestDatabase.statementsOf(
                        () -> assertThat(authenticate("clm_abc", null)).isEmpty()))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update api_keys set is_active = false where user_id = ?",
                "update api_keys set revoked_at = now() where user_id = ?",
                "update api_keys set expires_at = now() - interval '1 second' where user_id = ?",
                "update users set api_access_enabled = false where id = ?",
                "update users set status = 'locked' where id = ?",
                "update users set status = 'inactive' where id = ?",
                "update users set deleted_at = now() where id = ?"
            })
    void aKeyThatIsNotInOrderOrWhoseUserIsNotIsNoKey(String change) {
        CoreFixture.execute(change, user);

        assertThat(authenticate()).isEmpty();
    }

    @Test
    void anUnknownKeyOfTheRightShapeIsNoKey() {
        assertThat(authenticate(ApiKey.generate().reveal(), null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update user_roles set revoked_at = now() where user_id = ?",
                "update user_roles set valid_from = now() + interval '1 hour' where user_id = ?",
                "update user_roles set valid_from = now() - interval '2 hours', valid_until = now() where user_id = ?",
                "update roles set is_active = false where id = (select role_id from user_roles where user_id = ?)",
                "update roles set deleted_at = now() where id = (select role_id from user_roles where user_id = ?)"
            })
    void aRoleOutsideItsValidityOrNotInForceGrantsNothing(String change) {
        CoreFixture.execute(change, user);

        AuthenticatedCaller caller = authenticate().orElseThrow();

        assertThat(caller.allows(Permission.CERTIFICATES_READ)).isFalse();
        assertThat(caller.actor().roleCodes()).isEmpty();
    }

    @Test
    void parentRolesPermitTooAndACircleOfThemEnds() {
        UUID grandparent = CoreFixture.role(CoreFixture.unique("g"), "{\"audit\":[\"read\"]}", role);
        UUID parent = CoreFixture.role(CoreFixture.unique("p"), "{\"policies\":[\"read\"]}", grandparent);
        CoreFixture.execute("update roles set parent_role_id = ? where id = ?", parent, role);

        AuthenticatedCaller caller = authenticate().orElseThrow();

        assertThat(caller.allows(Permission.POLICIES_READ)).isTrue();
        assertThat(caller.allows(Permission.AUDIT_READ)).isTrue();
        assertThat(caller.actor().roleCodes()).containsExactly(roleCode);
    }

    @Test
    void theSeededSystemAdministratorMayDoEverything() {
        CoreFixture.execute(
                "insert into user_roles (user_id, role_id) select ?, id from roles where role_code = 'SYSTEM_ADMIN'",
                user);

        assertThat(Permission.values()).allMatch(authenticate().orElseThrow()::allows);
    }

    @Test
    void scopesOfTheKeyRestrictTheRoles() {
        CoreFixture.execute("update api_keys set scopes = '{audit:read}' where id = ?", keyId);

        AuthenticatedCaller caller = authenticate().orElseThrow();

        assertThat(caller.allows(Permission.CERTIFICATES_READ)).isFalse();
        assertThat(Permission.values()).noneMatch(caller::allows);
    }

    @Test
    @Tag("S3")
    void aMemberActsForTheOrganizationAskedForOrElseThePrimaryOne() {
        String second = CoreFixture.unique("second");
        OrganizationId other = CoreFixture.organization(second);
        CoreFixture.join(user, other, false);

        assertThat(organization(null)).isEqualTo(tenant);
        assertThat(organization(second)).isEqualTo(other);
        assertThat(organization(code)).isEqualTo(tenant);
    }

    @Test
    @Tag("S3")
    void anOrganizationThatIsForeignMissingLeftOrNotActiveIsForbidden() {
        String foreign = CoreFixture.unique("foreign");
        CoreFixture.organization(foreign);
        assertForbidden(foreign);
        assertForbidden("no-such-organization");
        assertForbidden("nul\u0000");

        CoreFixture.execute("update organizations set status = 'suspended' where id = ?", tenant.value());
        assertForbidden(null);
        CoreFixture.execute("update organizations set status = 'active' where id = ?", tenant.value());
        CoreFixture.execute("update user_organizations set left_at = now() where user_id = ?", user);
        assertForbidden(null);
        assertForbidden(code);
    }

    @Test
    @Tag("S3")
    void aKeyOfOneOrganizationActsForNoOther() {
        String second = CoreFixture.unique("second");
        OrganizationId other = CoreFixture.organization(second);
        CoreFixture.join(user, other, false);
        CoreFixture.execute("update api_keys set organization_id = ? where id = ?", other.value(), keyId);

        assertThat(organization(null)).isEqualTo(other);
        assertThat(organization(second)).isEqualTo(other);
        assertForbidden(code);
    }

    private void assertForbidden(String organizationCode) {
        ClmException refusal =
                catchThrowableOfType(ClmException.class, () -> authenticate(key.reveal(), organizationCode));
        assertThat(refusal).as("%s", organizationCode).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.FORBIDDEN);
    }

    private OrganizationId organization(String organizationCode) {
        return authenticate(key.reveal(), organizationCode)
                .orElseThrow()
                .actor()
                .organizationId();
    }

    private Optional<AuthenticatedCaller> authenticate() {
        return authenticate(key.reveal(), null);
    }

    private Optional<AuthenticatedCaller> authenticate(String presented, String organizationCode) {
        return authentication.authenticate(
                presented, Optional.ofNullable(organizationCode), "192.0.2.1", "curl", "req-1");
    }
}
