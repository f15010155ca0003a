package dev.clm.core.inventory.reference;

import dev.clm.common.error.FieldError;
import dev.clm.core.policy.policy.Policy;
import dev.clm.core.policy.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * What of the things that requests for certificates refer to is there, lives and is the tenant's or the platform's
 * (requirement X2). The same answer for missing, soft-deleted and foreign.
 *
 * @param organizationStatus empty where the organization is deleted
 * @param liveCertificates those that count towards the maximum, 0 where the organization has none
 * @param policies the active ones and those asked for, the most specific first
 * @param workflows by code
 * @param now when this was so, by the database's clock: it decides which policy is in force (T7)
 */
public record IssuanceReferences(
        Optional<String> organizationStatus,
        OptionalInt maximumCertificates,
        long liveCertificates,
        Set<UUID> owners,
        List<Policy> policies,
        Map<String, Workflow> workflows,
        Instant now) {

    public boolean isOrganizationActive() {
        return organizationStatus.filter("active"::equals).isPresent();
    }

    /** Whether the organization may have that many certificates more. */
    public boolean hasRoomFor(int certificates) {
        return maximumCertificates.isEmpty() || liveCertificates + certificates <= maximumCertificates.getAsInt();
    }

    /** The faults of one request; `policyCode` and `workflowCode` may be null. A policy must be in force to be asked for. */
    public List<FieldError> faults(UUID owner, String policyCode, String workflowCode) {
        List<FieldError> faults = new ArrayList<>();
        if (!owners.contains(owner)) {
            faults.add(missing("owner_user_id", "no active member of this organization has this id"));
        }
        if (policyCode != null && inForce(policyCode).isEmpty()) {
            faults.add(missing("policy_code", "no policy in force has this code"));
        }
        if (workflowCode != null && active(workflowCode).isEmpty()) {
            faults.add(missing("workflow_code", "no active workflow has this code"));
        }
        return faults;
    }

    /** The organization's own wins over the platform's of the same code. */
    public Optional<Policy> policy(String code) {
        return policies.stream().filter(policy -> policy.code().equals(code)).findFirst();
    }

    /** Whether asked for or not, the most specific first. */
    public List<Policy> policiesInForce() {
        return policies.stream().filter(policy -> policy.isInForce(now)).toList();
    }

    private Optional<Policy> inForce(String code) {
        return policy(code).filter(policy -> policy.isInForce(now));
    }

    private Optional<Workflow> active(String code) {
        return Optional.ofNullable(workflows.get(code)).filter(Workflow::isActive);
    }

    private static FieldError missing(String field, String detail) {
        return new FieldError(field, "invalid_reference", detail);
    }
}
