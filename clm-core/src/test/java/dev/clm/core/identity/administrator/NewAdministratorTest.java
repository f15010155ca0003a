package dev.clm.core.identity.administrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import org.junit.jupiter.api.Test;

class NewAdministratorTest {
    @Test
    void everyFaultIsNamedAtOnce() {
        ClmException refusal = catchThrowableOfType(
                ClmException.class, () -> new NewAdministrator("a b", "", "root\n", "nobody at example"));

        assertThat(refusal.errors())
                .extracting(FieldError::field)
                .containsExactly("organization_code", "organization_name", "username", "email");
    }

    @Test
    void missingValuesAreFaultsToo() {
        ClmException refusal =
                catchThrowableOfType(ClmException.class, () -> new NewAdministrator(null, null, null, null));

        assertThat(refusal.errors()).hasSize(4);
    }

    @Test
    void theAddressIsKeptInLowerCase() {
        assertThat(new NewAdministrator("default", "Default", "Admin", "Admin@Example.COM").email())
                .isEqualTo("admin@example.com");
    }
}
