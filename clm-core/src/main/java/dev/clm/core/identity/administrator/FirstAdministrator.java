package dev.clm.core.identity.administrator;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.audit.AuditEntry.Documents;
import dev.clm.common.audit.AuditEntry.Resource;
import dev.clm.common.error.ClmException;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.auditlog.CoreAuditLog;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.identity.apikey.ApiKey;
import dev.clm.core.identity.apikey.ApiKeyRepository;
import dev.clm.core.identity.apikey.NewApiKey;
import dev.clm.core.identity.organization.Organization;
import dev.clm.core.identity.organization.OrganizationRepository;
import dev.clm.core.identity.role.RoleRepository;
import dev.clm.core.identity.user.NewUser;
import dev.clm.core.identity.user.PasswordHash;
import dev.clm.core.identity.user.UserRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Creates an administrator with an API key where nobody can log in yet: organization, user, role, key, all or nothing. */
public final class FirstAdministrator {
    private final CoreDatabase core;
    private final OrganizationRepository organizations = new OrganizationRepository();
    private final UserRepository users = new UserRepository();
    private final RoleRepository roles = new RoleRepository();
    private final ApiKeyRepository apiKeys = new ApiKeyRepository();
    private final CoreAuditLog auditLog = new CoreAuditLog();

    public FirstAdministrator(CoreDatabase core) {
        this.core = core;
    }

    public CreatedAdministrator create(NewAdministrator wanted) {
        return create(wanted, ApiKey.generate());
    }

    /** With a key that the caller has put into its owner's hands before it becomes valid: a crash must not lose it. */
    public CreatedAdministrator create(NewAdministrator wanted, ApiKey key) {
        PasswordHash password = PasswordHash.ofUnknownPassword();
        return core.inServiceRole(
                "create an administrator, perhaps with a new tenant", tx -> create(tx, wanted, password, key));
    }

    private CreatedAdministrator create(
            CoreTransaction tx, NewAdministrator wanted, PasswordHash password, ApiKey key) {
        List<Change> changes = new ArrayList<>();
        OrganizationId organization = organizationOf(tx, wanted, changes);
        UUID userId = addUser(tx, wanted, password, changes);
        require(organizations.join(tx, organization, userId, true), "membership");
        require(roles.assign(tx, userId, RoleRepository.SYSTEM_ADMIN, Actor.SYSTEM_USER_ID), "role");
        changes.add(new Change(
                AuditCategory.AUTHORIZATION,
                "user_role",
                userId,
                RoleRepository.SYSTEM_ADMIN,
                Map.of("user_id", userId)));
        addKey(tx, wanted, userId, organization, key, changes);
        Actor system = Actor.system(organization);
        auditLog.append(tx, changes.stream().map(change -> change.entry(system)).toList());
        return new CreatedAdministrator(userId, wanted.username(), organization, key);
    }

    private OrganizationId organizationOf(CoreTransaction tx, NewAdministrator wanted, List<Change> changes) {
        OrganizationId fresh = OrganizationId.of(Identifiers.next());
        String code = wanted.organizationCode();
        if (organizations.insert(tx, fresh, code, wanted.organizationName(), Actor.SYSTEM_USER_ID)) {
            changes.add(
                    new Change(AuditCategory.SYSTEM, "organization", fresh.value(), code, Map.of("org_code", code)));
            return fresh;
        }
        Organization existing = organizations
                .lockLive(tx, code)
                .filter(Organization::isActive)
                .orElseThrow(() -> ClmException.invalid(
                        "organization_code", "not_active", "the organization " + code + " is deleted or not active"));
        if (!organizations.hasRoom(tx, existing)) {
            throw ClmException.invalid("organization_code", "quota_exceeded", code + " has all its users already");
        }
        return existing.id();
    }

    private UUID addUser(CoreTransaction tx, NewAdministrator wanted, PasswordHash password, List<Change> changes) {
        UUID id = Identifiers.next();
        NewUser user = new NewUser(id, wanted.username(), wanted.email(), password, true, Actor.SYSTEM_USER_ID);
        if (!users.insert(tx, user)) {
            throw users.isUsernameTaken(tx, wanted.username())
                    ? ClmException.invalid("username", "already_exists", "this username is taken")
                    : ClmException.invalid("email", "already_exists", "this e-mail address is taken");
        }
        Map<String, Object> after = Map.of("username", wanted.username(), "email", wanted.email());
        changes.add(new Change(AuditCategory.USER_MANAGEMENT, "user", id, wanted.username(), after));
        return id;
    }

    private void addKey(
            CoreTransaction tx,
            NewAdministrator wanted,
            UUID userId,
            OrganizationId organization,
            ApiKey key,
            List<Change> changes) {
        UUID id = Identifiers.next();
        String name = "first key of " + wanted.username();
        apiKeys.insert(
                tx,
                new NewApiKey(
                        id,
                        name.length() <= 255 ? name : name.substring(0, 255),
                        key,
                        userId,
                        organization,
                        Optional.empty(),
                        Optional.empty()));
        changes.add(new Change(AuditCategory.AUTHENTICATION, "api_key", id, key.prefix(), Map.of("user_id", userId)));
    }

    private static void require(boolean stored, String what) {
        if (!stored) {
            throw new IllegalStateException("the administrator's " + what + " was not stored");
        }
    }

    private record Change(AuditCategory category, String type, UUID id, String name, Map<String, Object> after) {
        AuditEntry entry(Actor actor) {
            return AuditEntry.success(
                    actor, category, new Resource(type, id, name), "create", new Documents(null, after));
        }
    }
}
