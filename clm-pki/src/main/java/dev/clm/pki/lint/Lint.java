package dev.clm.pki.lint;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One named rule for certificates; docs/LINTS.md lists them all.
 *
 * @param section the section of RFC 5280, or another document and its section
 * @param field the input field that a client corrects when the lint fails
 * @param check what is wrong with the certificate, or nothing
 */
public record Lint(
        String name, String section, String field, String requirement, Function<LintSubject, Optional<String>> check) {

    static Lint violatedWhen(
            String name, String section, String field, String requirement, Predicate<LintSubject> violated) {
        return new Lint(
                name,
                section,
                field,
                requirement,
                subject -> violated.test(subject) ? Optional.of(requirement) : Optional.empty());
    }
}
