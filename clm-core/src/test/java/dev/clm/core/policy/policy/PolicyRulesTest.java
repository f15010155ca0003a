package dev.clm.core.policy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.core.policy.policy.RequestFacts.Name;
import dev.clm.core.policy.policy.RuleVerdict.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyRulesTest {
    @ParameterizedTest
    @CsvSource({"89, PASS", "90, PASS", "91, VIOLATION"})
    void validityMayReachTheMaximumAndNotPassIt(int days, Verdict verdict) {
        assertThat(verdict("{\"max_validity_days\":90}", facts("RSA", 2048, days, "a.example")))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, 3072, VIOLATION",
        "RSA, 3072, 3072, PASS",
        "ECDSA, 256, 3072, NOT_APPLICABLE",
        "ECDSA, 256, 384, VIOLATION",
        "ECDSA, 521, 384, PASS",
        "Ed25519, , 384, NOT_APPLICABLE"
    })
    void smallestKeySizeMeansCurvesOnlyWhereACurveCanHaveIt(
            String algorithm, Integer size, int least, Verdict verdict) {
        assertThat(verdict("{\"min_key_size\":" + least + "}", facts(algorithm, size, 30, "a.example")))
                .isEqualTo(verdict);
    }

    @Test
    void algorithmsAreAllowedByNameWhateverTheCase() {
        String rules = "{\"allowed_algorithms\":[\"ecdsa\",\"Ed25519\"]}";

        assertThat(verdict(rules, facts("ECDSA", 256, 1, "a.example"))).isEqualTo(Verdict.PASS);
        assertThat(verdict(rules, facts("RSA", 4096, 1, "a.example"))).isEqualTo(Verdict.VIOLATION);
    }

    @Test
    void namesAreCountedAndTheirTypesCompared() {
        RequestFacts two = facts("RSA", 2048, 1, "a.example", "b.example");

        assertThat(verdict("{\"max_sans\":2}", two)).isEqualTo(Verdict.PASS);
        assertThat(verdict("{\"max_sans\":1}", two)).isEqualTo(Verdict.VIOLATION);
        assertThat(verdict("{\"allowed_san_types\":[\"dns\"]}", two)).isEqualTo(Verdict.PASS);
        assertThat(verdict("{\"allowed_san_types\":[\"IP\"]}", two)).isEqualTo(Verdict.VIOLATION);
    }

    @ParameterizedTest
    @CsvSource({
        "corp.example, PASS",
        "a.corp.example, PASS",
        "*.corp.example, PASS",
        "A.CORP.EXAMPLE., PASS",
        "evilcorp.example, VIOLATION",
        "corp.example.evil.test, VIOLATION",
        "*.example, VIOLATION",
        "below.only.test, PASS",
        "only.test, VIOLATION"
    })
    void dnsSuffixesMatchLabelByLabel(String name, Verdict verdict) {
        String rules = "{\"allowed_dns_suffixes\":[\"corp.example\",\".only.test\"]}";

        assertThat(verdict(rules, facts("RSA", 2048, 1, name))).isEqualTo(verdict);
    }

    @Test
    void aCommonNameThatLooksLikeADnsNameIsHeldToTheSuffixesToo() {
        String rules = "{\"allowed_dns_suffixes\":[\"corp.example\"]}";

        assertThat(verdict(rules, named("evil.test"))).isEqualTo(Verdict.VIOLATION);
        assertThat(verdict(rules, named("Jane Doe"))).isEqualTo(Verdict.NOT_APPLICABLE);
    }

    @Test
    void everyRuleGetsOneVerdictAndApprovalIsTold() {
        PolicyRules rules = PolicyRules.parse("""
                {"max_validity_days":90,"min_key_size":2048,"allowed_algorithms":["RSA"],"require_approval":true,
                 "auto_renewal":true,"renewal_threshold_days":30,"allowed_san_types":["DNS"],"max_sans":5,
                 "allowed_dns_suffixes":["example"]}""");

        assertThat(rules.evaluate(facts("RSA", 2048, 30, "a.example")))
                .hasSize(9)
                .noneMatch(RuleVerdict::isViolation)
                .extracting(RuleVerdict::rule)
                .doesNotHaveDuplicates();
        assertThat(rules.requiresApproval()).isTrue();
        assertThat(rules.renewsAutomatically()).isTrue();
        assertThat(rules.renewalThresholdDays()).hasValue(30);
        assertThat(PolicyRules.parse("{}").evaluate(named("x"))).isEmpty();
        assertThat(PolicyRules.parse("{}").requiresApproval()).isFalse();
    }

    private static Verdict verdict(String rules, RequestFacts facts) {
        List<RuleVerdict> verdicts = PolicyRules.parse(rules).evaluate(facts);
        assertThat(verdicts).hasSize(1);
        return verdicts.get(0).verdict();
    }

    private static RequestFacts named(String commonName) {
        return new RequestFacts(commonName, 1, "RSA", OptionalInt.of(2048), List.of());
    }

    private static RequestFacts facts(String algorithm, Integer size, int days, String... names) {
        return new RequestFacts(
                null,
                days,
                algorithm,
                size == null ? OptionalInt.empty() : OptionalInt.of(size),
                Arrays.stream(names).map(name -> new Name("DNS", name)).toList());
    }
}
