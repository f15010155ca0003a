package dev.clm.api.certificate.issuance;

import dev.clm.api.coordination.reference.ReferenceChecker;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import dev.clm.core.policy.policy.Policy;
import dev.clm.core.policy.policy.PolicyRules;
import dev.clm.core.policy.policy.RequestFacts;
import dev.clm.core.policy.policy.RuleVerdict;
import dev.clm.core.policy.workflow.Workflow;
import dev.clm.core.policy.workflow.WorkflowDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the policy and the workflow that a request names say to it. A rule that cannot be carried out yet (an approval)
 * refuses: a rule that is silently skipped protects nothing.
 */
record PolicyDecision(List<RuleVerdict> verdicts, List<String> approvals, List<FieldError> faults) {

    static PolicyDecision of(CheckedRequest request, ReferenceChecker.Checked checked) {
        List<RuleVerdict> verdicts = new ArrayList<>();
        List<String> approvals = new ArrayList<>();
        List<FieldError> faults = new ArrayList<>();
        checked.policy().ifPresent(policy -> judge(policy, request, verdicts, approvals, faults));
        checked.workflow().filter(Workflow::requiresApproval).ifPresent(workflow -> {
            approvals.addAll(approvalsOf(workflow));
            faults.add(approvalNeeded("workflow_code"));
        });
        return new PolicyDecision(verdicts, approvals, faults);
    }

    private static void judge(
            Policy policy,
            CheckedRequest request,
            List<RuleVerdict> verdicts,
            List<String> approvals,
            List<FieldError> faults) {
        if (!policy.appliesTo(request.type().value())) {
            faults.add(new FieldError("policy_code", "not_applicable", "does not apply to this certificate type"));
            return;
        }
        PolicyRules rules = PolicyRules.parse(policy.rules());
        verdicts.addAll(rules.evaluate(facts(request)));
        if (policy.isMandatory()) {
            verdicts.stream()
                    .filter(RuleVerdict::isViolation)
                    .forEach(v -> faults.add(new FieldError("policy_code", v.rule(), v.detail())));
        }
        if (rules.requiresApproval()) {
            approvals.add("policy " + policy.code() + ": by someone other than the requester");
            faults.add(approvalNeeded("policy_code"));
        }
    }

    void orRefuse() {
        if (!faults.isEmpty()) {
            throw ClmException.refused(ErrorCode.POLICY_VIOLATION, faults);
        }
    }

    /** One for each approval step; where the definition has none, the workflow as a whole asks for one. */
    private static List<String> approvalsOf(Workflow workflow) {
        List<String> steps = WorkflowDefinition.parse(workflow.definition()).steps().stream()
                .filter(WorkflowDefinition.Step::isApproval)
                .map(step -> "workflow " + workflow.code() + ", step " + step.id() + ": by "
                        + (step.approvers().isEmpty() ? "any approver" : String.join(", ", step.approvers())))
                .toList();
        return steps.isEmpty() ? List.of("workflow " + workflow.code() + ": by any approver") : steps;
    }

    private static FieldError approvalNeeded(String field) {
        return new FieldError(field, "approval_required", "asks for an approval, which cannot be given yet");
    }

    private static RequestFacts facts(CheckedRequest request) {
        boolean sized = request.key().spec().namedCurve() != null
                || request.key().spec().algorithm().wireName().equals("RSA");
        return new RequestFacts(
                request.commonName(),
                request.validityDays(),
                request.key().spec().algorithm().wireName(),
                sized ? OptionalInt.of(request.key().spec().size()) : OptionalInt.empty(),
                request.names().stream()
                        .map(name -> new RequestFacts.Name(name.type().name(), name.value()))
                        .toList());
    }
}
