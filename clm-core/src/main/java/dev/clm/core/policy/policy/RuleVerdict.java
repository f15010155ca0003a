package dev.clm.core.policy.policy;

import dev.clm.common.identifier.Coded;

/** What one rule says of one request, with a sentence for people. */
public record RuleVerdict(String rule, Verdict verdict, String detail) {

    /** On the wire in lower case. */
    public enum Verdict implements Coded {
        PASS,
        VIOLATION,
        NOT_APPLICABLE
    }

    public boolean isViolation() {
        return verdict == Verdict.VIOLATION;
    }

    static RuleVerdict of(String rule, boolean passes, String detail) {
        return new RuleVerdict(rule, passes ? Verdict.PASS : Verdict.VIOLATION, detail);
    }

    static RuleVerdict notApplicable(String rule, String detail) {
        return new RuleVerdict(rule, Verdict.NOT_APPLICABLE, detail);
    }
}
