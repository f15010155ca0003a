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
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.publickey.KeyAlgorithm;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.request.Omission;
import dev.clm.pki.request.SubjectAlternativeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the policies in force and the workflow that a request names say to it (rule I1): every mandatory policy that applies
 * binds, the one that is named in addition. A rule that cannot be carried out yet (an approval) or read refuses: a rule that
 * is silently skipped protects nothing.
 *
 * @param references what the request refers to
 * @param judged the policies that apply, the named one first, then the most specific
 * @param approvals the approvals that are asked for
 * @param faults why the request is refused
 */
record PolicyDecision(
        ReferenceChecker.Checked references, List<Judged> judged, List<String> approvals, List<FieldError> faults) {
    private static final String FIELD = "policy_code";

    /** One policy, its verdict on each of its rules, and these; empty where they cannot be read. */
    record Judged(Policy policy, List<RuleVerdict> verdicts, Optional<PolicyRules> rules) {}

    static PolicyDecision of(CheckedRequest request, ReferenceChecker.Checked checked) {
        PolicyDecision decision = empty(checked);
        RequestFacts facts = facts(request);
        String type = request.type().value();
        checked.policy().ifPresent(named -> {
            if (named.appliesTo(type)) {
                decision.judge(named, facts);
            } else {
                decision.faults.add(new FieldError(FIELD, "not_applicable", "does not apply to this certificate type"));
            }
        });
        checked.inForce().stream()
                .filter(policy -> policy.appliesTo(type))
                .filter(policy -> checked.policy().filter(policy::equals).isEmpty())
                .forEach(policy -> decision.judge(policy, facts));
        decision.requireAllowed(request.names());
        checked.workflow().filter(Workflow::requiresApproval).ifPresent(decision::askForApproval);
        return decision;
    }

    /** An authority is bound by the policies that name its type: those for all types are about what authorities issue. */
    static PolicyDecision ofAuthority(CertificateType type, RequestFacts facts, ReferenceChecker.Checked checked) {
        PolicyDecision decision = empty(checked);
        checked.inForce().stream()
                .filter(policy -> policy.appliesToCertificateTypes().contains(type.value()))
                .forEach(policy -> decision.judge(policy, facts));
        return decision;
    }

    private static PolicyDecision empty(ReferenceChecker.Checked checked) {
        return new PolicyDecision(checked, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** The policy that the certificate is issued under: the named one, or the most specific that applies. */
    Optional<Policy> governing() {
        return judged.stream().findFirst().map(Judged::policy);
    }

    /** The certificate of the authority that issues where the request names none: as the first policy that names one says. */
    Optional<UUID> issuerId() {
        return settings().flatMap(rules -> rules.issuerId().stream()).findFirst();
    }

    /** The rules that give something: of mandatory policies, and of the one that the request names. */
    private Stream<PolicyRules> settings() {
        return judged.stream()
                .filter(each -> each.policy().isMandatory()
                        || references.policy().filter(each.policy()::equals).isPresent())
                .flatMap(each -> each.rules().stream());
    }

    private void requireAllowed(List<SubjectAlternativeName> names) {
        names.stream()
                .map(SubjectAlternativeName::type)
                .filter(SubjectAlternativeName.Type::needsPolicy)
                .distinct()
                .filter(type -> settings().noneMatch(rules -> rules.names(type.name())))
                .forEach(type -> faults.add(new FieldError(
                        "subject_alternative_names",
                        "san_type_not_allowed",
                        type + " is issued only where a policy names it among its allowed_san_types")));
    }

    void orRefuse() {
        if (!faults.isEmpty()) {
            throw ClmException.refused(ErrorCode.POLICY_VIOLATION, faults);
        }
    }

    private void judge(Policy policy, RequestFacts facts) {
        PolicyRules rules;
        try {
            rules = PolicyRules.parse(policy.rules());
        } catch (ClmException unreadable) {
            judged.add(new Judged(policy, List.of(), Optional.empty()));
            if (policy.isMandatory()) {
                faults.add(fault(policy, "unreadable_policy", "has rules that cannot be read"));
            }
            return;
        }
        List<RuleVerdict> verdicts = rules.evaluate(facts);
        judged.add(new Judged(policy, verdicts, Optional.of(rules)));
        if (policy.isMandatory()) {
            verdicts.stream()
                    .filter(RuleVerdict::isViolation)
                    .forEach(verdict -> faults.add(fault(policy, verdict.rule(), verdict.detail())));
            if (rules.requiresApproval()) {
                approvals.add("policy " + policy.code() + ": by someone other than the requester");
                faults.add(fault(policy, "approval_required", "asks for an approval, which cannot be given yet"));
            }
        }
    }

    private void askForApproval(Workflow workflow) {
        approvals.addAll(approvalsOf(workflow));
        faults.add(new FieldError(
                "workflow_code", "approval_required", "asks for an approval, which cannot be given yet"));
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

    private static FieldError fault(Policy policy, String code, String detail) {
        return new FieldError(FIELD, code, "policy " + policy.code() + ": " + detail);
    }

    private static RequestFacts facts(CheckedRequest request) {
        return facts(request.commonName(), request.validityDays(), request.key().spec(), request.names())
                .omitting(request.omitted().stream().map(Omission::field).toList());
    }

    static RequestFacts facts(String commonName, int days, KeySpec key, List<SubjectAlternativeName> names) {
        boolean sized = key.namedCurve() != null || key.algorithm() == KeyAlgorithm.RSA;
        return new RequestFacts(
                commonName,
                days,
                key.algorithm().wireName(),
                sized ? OptionalInt.of(key.size()) : OptionalInt.empty(),
                names.stream()
                        .map(name -> new RequestFacts.Name(name.type().name(), name.value()))
                        .toList());
    }
}
