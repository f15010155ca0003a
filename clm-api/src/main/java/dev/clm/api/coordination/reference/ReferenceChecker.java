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
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Executor;
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
    private final Clock clock;
    private final GroupCommit<OrganizationId, Wanted, IssuanceReferences> lookups;

    public ReferenceChecker(
            CoreDatabase core,
            IssuanceReferenceRepository references,
            @Qualifier("backgroundWork") Executor backgroundWork,
            Clock clock) {
        this.core = core;
        this.references = references;
        this.clock = clock;
        this.lookups = new GroupCommit<>(backgroundWork, LARGEST_BATCH, this::lookUpTogether);
    }

    /** What a request refers to and is there, and how many live certificates its organization may have, where that is limited. */
    public record Checked(Optional<Policy> policy, Optional<Workflow> workflow, OptionalInt maximumCertificates) {}

    /** Refuses, by field, a request whose owner, policy or workflow is not there or whose organization is full. */
    public Checked requireForIssuance(Actor actor, UUID owner, String policyCode, String workflowCode) {
        IssuanceReferences found = lookups.submit(actor.organizationId(), new Wanted(owner, policyCode, workflowCode));
        List<FieldError> faults = found.faults(owner, policyCode, workflowCode, clock.instant());
        if (!faults.isEmpty()) {
            throw ClmException.refused(ErrorCode.INVALID_REFERENCE, faults);
        }
        if (!found.isOrganizationActive()) {
            throw ClmException.of(ErrorCode.FORBIDDEN, "the organization is not active");
        }
        if (!found.hasRoomFor(1)) {
            throw full();
        }
        return new Checked(
                Optional.ofNullable(policyCode).map(found.policies()::get),
                Optional.ofNullable(workflowCode).map(found.workflows()::get),
                found.maximumCertificates());
    }

    /** The refusal of one certificate more than organizations.max_certificates allows. */
    public static ClmException full() {
        return ClmException.refused(
                ErrorCode.QUOTA_EXCEEDED,
                List.of(new FieldError(
                        "organization_id",
                        "max_certificates",
                        "the organization has all the certificates it may have")));
    }

    /** A new owner must be an active member of the actor's organization. */
    public void requireOwner(Actor actor, UUID owner) {
        IssuanceReferences found = lookups.submit(actor.organizationId(), new Wanted(owner, null, null));
        List<FieldError> faults = found.faults(owner, null, null, clock.instant());
        if (!faults.isEmpty()) {
            throw ClmException.refused(ErrorCode.INVALID_REFERENCE, faults);
        }
    }

    private List<IssuanceReferences> lookUpTogether(OrganizationId tenant, List<Wanted> wanted) {
        IssuanceReferences found = references.find(
                core,
                tenant,
                wanted.stream().map(Wanted::owner).distinct().toList(),
                wanted.stream()
                        .map(Wanted::policyCode)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                wanted.stream()
                        .map(Wanted::workflowCode)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
        return Collections.nCopies(wanted.size(), found);
    }

    private record Wanted(UUID owner, String policyCode, String workflowCode) {}
}
