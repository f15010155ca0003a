package dev.clm.api.coordination.reference;

import dev.clm.common.database.GroupCommit;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.inventory.reference.IssuanceReferenceRepository;
import dev.clm.core.inventory.reference.IssuanceReferences;
import dev.clm.core.policy.policy.Policy;
import dev.clm.core.policy.workflow.Workflow;
import dev.clm.secure.certificate.issued.StoringOutcome;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/**
 * Checks what clm_secure_db is about to refer to in clm_core_db (requirement X2): one statement for all requests of an
 * organization that arrive together. Missing, soft-deleted and another tenant's are one and the same fault.
 */
@Service
public class ReferenceChecker {
    private static final int LARGEST_BATCH = 200;

    private final CoreDatabase core;
    private final IssuanceReferenceRepository references;
    private final GroupCommit<OrganizationId, Wanted, IssuanceReferences> lookups;

    public ReferenceChecker(
            CoreDatabase core,
            IssuanceReferenceRepository references,
            @Qualifier("backgroundWork") Executor backgroundWork) {
        this.core = core;
        this.references = references;
        this.lookups = new GroupCommit<>(backgroundWork, LARGEST_BATCH, this::lookUpTogether);
    }

    /**
     * What a request refers to and is there, and what binds it without being named.
     *
     * @param policy the one that the request names
     * @param inForce all policies in force, of the organization and of the platform, the most specific first
     * @param maximumCertificates how many live certificates the organization may have, where that is limited
     */
    public record Checked(
            Optional<Policy> policy,
            List<Policy> inForce,
            Optional<Workflow> workflow,
            OptionalInt maximumCertificates) {}

    /** Who is to own a certificate, and the codes of the policy and the workflow that the request names; null for none. */
    public record Wanted(UUID owner, String policyCode, String workflowCode) {}

    /** Refuses, by field, a request whose owner, policy or workflow is not there or whose organization is full. */
    public Checked requireForIssuance(Actor actor, Wanted wanted) {
        IssuanceReferences found = require(actor, wanted);
        if (!found.isOrganizationActive()) {
            throw ClmException.of(ErrorCode.FORBIDDEN, "the organization is not active");
        }
        return checked(found, wanted);
    }

    /** A new owner must be an active member of the actor's organization. */
    public void requireOwner(Actor actor, UUID owner) {
        require(actor, new Wanted(owner, null, null));
    }

    /** Everyone named in a list must be an active member of the actor's organization. */
    public void requireMembers(Actor actor, String field, Set<UUID> users) {
        if (!users.isEmpty()
                && !references
                        .find(core, actor.organizationId(), users, Set.of(), Set.of())
                        .owners()
                        .containsAll(users)) {
            throw ClmException.refused(
                    ErrorCode.INVALID_REFERENCE,
                    List.of(new FieldError(field, "invalid_reference", "must be active members of the organization")));
        }
    }

    /** As {@link #requireForIssuance}, for a certificate that nobody in particular owns. */
    public Checked requireForAuthority(Actor actor) {
        Wanted nothing = new Wanted(null, null, null);
        return checked(lookups.submit(actor.organizationId(), nothing), nothing);
    }

    /** How many live certificates the organization may have; empty where that is not limited. */
    public OptionalInt maximumCertificates(Actor actor) {
        return lookups.submit(actor.organizationId(), new Wanted(null, null, null))
                .maximumCertificates();
    }

    private Checked checked(IssuanceReferences found, Wanted wanted) {
        return new Checked(
                Optional.ofNullable(wanted.policyCode()).flatMap(found::policy),
                found.policiesInForce(),
                Optional.ofNullable(wanted.workflowCode()).map(found.workflows()::get),
                room(found));
    }

    private IssuanceReferences require(Actor actor, Wanted wanted) {
        IssuanceReferences found = lookups.submit(actor.organizationId(), wanted);
        List<FieldError> faults = found.faults(wanted.owner(), wanted.policyCode(), wanted.workflowCode());
        if (!faults.isEmpty()) {
            throw ClmException.refused(ErrorCode.INVALID_REFERENCE, faults);
        }
        return found;
    }

    private static OptionalInt room(IssuanceReferences found) {
        if (!found.hasRoomFor(1)) {
            throw StoringOutcome.full();
        }
        return found.maximumCertificates();
    }

    private List<IssuanceReferences> lookUpTogether(OrganizationId tenant, List<Wanted> wanted) {
        IssuanceReferences found = references.find(
                core,
                tenant,
                distinct(wanted, Wanted::owner),
                distinct(wanted, Wanted::policyCode),
                distinct(wanted, Wanted::workflowCode));
        return Collections.nCopies(wanted.size(), found);
    }

    private static <T> List<T> distinct(List<Wanted> wanted, Function<Wanted, T> part) {
        return wanted.stream().map(part).filter(Objects::nonNull).distinct().toList();
    }
}
