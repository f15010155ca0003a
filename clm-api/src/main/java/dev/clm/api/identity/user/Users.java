package dev.clm.api.identity.user;

import dev.clm.api.row.DeletionPreview.Consequence;
import dev.clm.api.row.ManagedResource;
import dev.clm.api.row.ResourceKind;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.database.SqlState;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.common.work.ProcessorWork;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.identity.organization.Organization;
import dev.clm.core.identity.organization.OrganizationRepository;
import dev.clm.core.identity.role.RoleRepository;
import dev.clm.core.identity.user.PasswordHash;
import dev.clm.core.identity.user.UserFields;
import dev.clm.core.identity.user.UserRepository;
import dev.clm.core.inventory.reference.DependentRepository;
import dev.clm.core.row.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/**
 * Members of the acting organization. A user may be a member of others too, or a system administrator: such a user is
 * changed by system administrators only.
 */
@Service
public class Users extends ManagedResource {
    private static final ResourceKind KIND = new ResourceKind(
            "users", "user", "username", AuditCategory.USER_MANAGEMENT, UserFields.ALL, UserFields.STATUSES);

    private final CoreDatabase core;
    private final UserRepository users;
    private final RoleRepository roles;
    private final OrganizationRepository organizations;
    private final DependentRepository dependents;
    private final ProcessorWork processors;

    public Users(
            UserRepository users,
            RoleRepository roles,
            OrganizationRepository organizations,
            DependentRepository dependents,
            ProcessorWork processors,
            ResourceTools tools) {
        super(KIND, users, tools);
        this.core = tools.core();
        this.users = users;
        this.roles = roles;
        this.organizations = organizations;
        this.dependents = dependents;
        this.processors = processors;
    }

    /** In the service role, because a tenant does not see in which other organizations its members are. */
    @Override
    protected <R> R changing(Actor actor, Function<CoreTransaction, R> work) {
        try {
            return core.inServiceRole("change a user, who may be a member of several organizations", work);
        } catch (RuntimeException failure) {
            if (SqlState.isUniqueViolation(failure)) {
                throw emailTaken();
            }
            throw failure;
        }
    }

    @Override
    protected void prepareCreation(Actor actor, Map<String, Object> columns) {
        columns.putIfAbsent("must_change_password", true);
        setPassword(columns, Optional.ofNullable((String) columns.remove(UserFields.PASSWORD)));
    }

    @Override
    protected void prepareChange(Actor actor, Map<String, Object> changes) {
        if (changes.remove(UserFields.PASSWORD) instanceof String password) {
            changes.putIfAbsent("must_change_password", true);
            setPassword(changes, Optional.of(password));
        }
    }

    @Override
    protected void checkCreation(CoreTransaction tx, Actor actor, Map<String, Object> columns) {
        Organization organization = organizations
                .lockLive(tx, actor.organizationId())
                .orElseThrow(() -> ClmException.of(ErrorCode.FORBIDDEN, "the organization is not active"));
        if (!organizations.hasRoom(tx, organization)) {
            throw full(actor.organizationId());
        }
    }

    @Override
    protected void afterCreation(CoreTransaction tx, Actor actor, Row row) {
        if (!organizations.join(tx, actor.organizationId(), row.id(), true)) {
            throw new IllegalStateException("the membership was not stored");
        }
    }

    @Override
    protected void checkChange(CoreTransaction tx, Actor actor, Row before, Map<String, Object> changes) {
        checkAuthority(tx, actor, before.id());
        if (before.id().equals(actor.userId())
                && (changes.containsKey("status") || changes.containsKey("api_access_enabled"))) {
            throw ClmException.of(ErrorCode.STATE_CONFLICT, "nobody takes their own access away");
        }
        if (changes.containsKey("password_hash")) {
            changes.put("password_changed_at", tx.now());
        }
    }

    @Override
    protected void checkDeletion(CoreTransaction tx, Actor actor, Row row) {
        checkAuthority(tx, actor, row.id());
        if (row.id().equals(actor.userId())) {
            throw ClmException.of(ErrorCode.STATE_CONFLICT, "nobody deletes themselves");
        }
    }

    @Override
    protected void checkRestoration(CoreTransaction tx, Actor actor, Row row) {
        checkAuthority(tx, actor, row.id());
        organizations.lockFullOf(tx, row.id()).stream().findFirst().ifPresent(organization -> {
            throw full(organization);
        });
    }

    @Override
    protected List<Consequence> consequences(CoreTransaction tx, Row row) {
        Map<String, Long> counts = dependents.ofUser(tx, row.id());
        return List.of(
                new Consequence("api_keys", counts.get("api_keys"), "stop working at once"),
                new Consequence("memberships", counts.get("memberships"), "are kept for a restore"),
                new Consequence("certificates", counts.get("certificates"), "keep their owner's id"));
    }

    @Override
    protected ClmException taken(CoreTransaction tx, Map<String, Object> columns) {
        return users.isUsernameTaken(tx, (String) columns.get("username"))
                ? ClmException.invalid("username", "already_exists", "this username is taken")
                : emailTaken();
    }

    private void checkAuthority(CoreTransaction tx, Actor actor, UUID user) {
        if (user.equals(Actor.SYSTEM_USER_ID)) {
            throw ClmException.of(ErrorCode.STATE_CONFLICT, "the system user stays as it is");
        }
        if (!actor.roleCodes().contains(RoleRepository.SYSTEM_ADMIN)
                && (users.isMemberElsewhere(tx, user, actor.organizationId())
                        || roles.isAssigned(tx, user, RoleRepository.SYSTEM_ADMIN))) {
            throw ClmException.of(
                    ErrorCode.FORBIDDEN, "this user belongs to other organizations too, or is a system administrator");
        }
    }

    private void setPassword(Map<String, Object> columns, Optional<String> password) {
        PasswordHash hash =
                processors.run(() -> password.map(PasswordHash::of).orElseGet(PasswordHash::ofUnknownPassword));
        columns.put("password_hash", hash.hash());
        columns.put("password_salt", hash.salt());
    }

    private static ClmException emailTaken() {
        return ClmException.invalid("email", "already_exists", "this e-mail address is taken");
    }

    private static ClmException full(OrganizationId organization) {
        return ClmException.refused(
                ErrorCode.QUOTA_EXCEEDED,
                List.of(new FieldError(
                        "organization_id",
                        "max_users",
                        "organization " + organization + " has all its users already")));
    }
}
