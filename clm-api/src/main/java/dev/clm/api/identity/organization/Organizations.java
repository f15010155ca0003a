package dev.clm.api.identity.organization;

import dev.clm.api.row.DeletionPreview.Consequence;
import dev.clm.api.row.ManagedResource;
import dev.clm.api.row.ResourceKind;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.identity.organization.OrganizationFields;
import dev.clm.core.identity.organization.OrganizationRepository;
import dev.clm.core.identity.role.RoleRepository;
import dev.clm.core.inventory.reference.DependentRepository;
import dev.clm.core.inventory.reference.ReferenceRepository;
import dev.clm.core.inventory.reference.ReferenceTarget;
import dev.clm.core.row.Row;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/** The tenants: a system administrator manages all of them, everybody else reads the acting one. */
@Service
public class Organizations extends ManagedResource {
    private static final String CONTACT = "primary_contact_user_id";
    private static final ResourceKind KIND = new ResourceKind(
            "organizations",
            "organization",
            "org_code",
            AuditCategory.SYSTEM,
            OrganizationFields.ALL,
            OrganizationFields.STATUSES);

    private final CoreDatabase core;
    private final OrganizationRepository organizations;
    private final ReferenceRepository references;
    private final DependentRepository dependents;

    public Organizations(
            OrganizationRepository organizations,
            ReferenceRepository references,
            DependentRepository dependents,
            ResourceTools tools) {
        super(KIND, organizations, tools);
        this.core = tools.core();
        this.organizations = organizations;
        this.references = references;
        this.dependents = dependents;
    }

    @Override
    protected <R> R reading(Actor actor, Function<CoreTransaction, R> work) {
        return isSystemAdministrator(actor)
                ? core.inServiceRole("a system administrator works on organizations other than the acting one", work)
                : core.inTransaction(actor, work);
    }

    @Override
    protected <R> R creating(Actor actor, Function<CoreTransaction, R> work) {
        return changing(actor, work);
    }

    @Override
    protected <R> R changing(Actor actor, Function<CoreTransaction, R> work) {
        if (!isSystemAdministrator(actor)) {
            throw ClmException.of(ErrorCode.FORBIDDEN, "organizations are managed by system administrators");
        }
        return reading(actor, work);
    }

    @Override
    protected void checkCreation(CoreTransaction tx, Actor actor, Map<String, Object> columns) {
        checkContact(tx, columns);
    }

    /** Whoever creates an organization is its first member: someone has to be able to act in it. */
    @Override
    protected void afterCreation(CoreTransaction tx, Actor actor, Row row) {
        if (!organizations.join(tx, OrganizationId.of(row.id()), actor.userId(), false)) {
            throw new IllegalStateException("the first membership was not stored");
        }
    }

    @Override
    protected void checkChange(CoreTransaction tx, Actor actor, Row before, Map<String, Object> changes) {
        checkContact(tx, changes);
        if (changes.containsKey("status") && !"active".equals(changes.get("status"))) {
            refuseActingOne(actor, before);
        }
    }

    @Override
    protected void checkDeletion(CoreTransaction tx, Actor actor, Row row) {
        refuseActingOne(actor, row);
    }

    @Override
    protected List<Consequence> consequences(CoreTransaction tx, Row row) {
        Map<String, Long> counts = dependents.ofOrganization(tx, row.id());
        return List.of(
                new Consequence("members", counts.get("members"), "can no longer act in it"),
                new Consequence("certificates", counts.get("certificates"), "are kept, and nobody manages them"),
                new Consequence("policies", counts.get("policies"), "are kept for a restore"),
                new Consequence("workflows", counts.get("workflows"), "are kept for a restore"));
    }

    @Override
    protected ClmException taken(CoreTransaction tx, Map<String, Object> columns) {
        return ClmException.invalid(
                "org_code", "already_exists", "an organization, perhaps a deleted one, has this code already");
    }

    /** It could not be restored by the one who deletes it: who acts in a deleted organization may do nothing. */
    private static void refuseActingOne(Actor actor, Row row) {
        if (row.id().equals(actor.organizationId().value())) {
            throw ClmException.of(ErrorCode.STATE_CONFLICT, "this is the organization you act in");
        }
    }

    private void checkContact(CoreTransaction tx, Map<String, Object> columns) {
        if (columns.get(CONTACT) instanceof UUID contact
                && references
                        .liveIds(tx, ReferenceTarget.USER, List.of(contact))
                        .isEmpty()) {
            throw ClmException.invalid(CONTACT, "invalid_reference", "no user has this id");
        }
    }

    private static boolean isSystemAdministrator(Actor actor) {
        return actor.roleCodes().contains(RoleRepository.SYSTEM_ADMIN);
    }
}
