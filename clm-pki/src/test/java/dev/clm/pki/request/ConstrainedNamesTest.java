package dev.clm.pki.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("I2")
class ConstrainedNamesTest {

    @Test
    @Tag("A.3")
    void typesThatAreNotNamedAreExcludedAndSaidToBe() {
        assertThat(domains("Inside.Example").members())
                .isEqualTo(Map.of(
                        "permitted_dns_domains", List.of("inside.example"),
                        "excluded_types", List.of("IP", "EMAIL", "URI")));
    }

    @Test
    void typeCannotBeBothOpenAndConstrained() {
        ClmException refusal = catchThrowableOfType(
                ClmException.class,
                () -> ConstrainedNames.of(new ConstrainedNames.Unchecked(
                        List.of("a.example"), null, null, null, null, null, List.of("DNS"))));

        assertThat(refusal.errors()).extracting(FieldError::code).containsExactly("contradiction");
    }

    @Test
    void openTypesAloneConstrainNothing() {
        ClmException refusal = catchThrowableOfType(
                ClmException.class,
                () -> ConstrainedNames.of(
                        new ConstrainedNames.Unchecked(null, null, null, null, null, null, List.of("IP"))));

        assertThat(refusal.errors()).extracting(FieldError::field).containsExactly("name_constraints");
    }

    @ParameterizedTest
    @CsvSource({".example.com", "*.example.com"})
    @Tag("A.13")
    void domainWithALeadingDotIsToldWithout(String domain) {
        FieldError fault = catchThrowableOfType(ClmException.class, () -> domains(domain))
                .errors()
                .get(0);

        assertThat(fault.field()).isEqualTo("name_constraints.permitted_dns_domains");
        assertThat(fault.detail()).contains("such as example.com", "all names below it");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "10.0.0.1/32, 10.0.0.1/32",
        "2001:DB8::/32, 2001:db8::/32",
        "0.0.0.0/0, 0.0.0.0/0"
    })
    void rangeIsNormal(String range, String normal) {
        assertThat(ranges(range).members()).containsEntry("permitted_ip_ranges", List.of(normal));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "x/8", "10.0.0.0/-1", "::/129"})
    void rangeThatIsNoneIsRefused(String range) {
        assertThat(catchThrowableOfType(ClmException.class, () -> ranges(range)).errors())
                .extracting(FieldError::field)
                .containsExactly("name_constraints.permitted_ip_ranges");
    }

    private static ConstrainedNames domains(String domain) {
        return ConstrainedNames.of(new ConstrainedNames.Unchecked(List.of(domain), null, null, null, null, null, null));
    }

    private static ConstrainedNames ranges(String range) {
        return ConstrainedNames.of(new ConstrainedNames.Unchecked(null, null, List.of(range), null, null, null, null));
    }
}
