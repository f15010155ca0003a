package dev.clm.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.api.testing.RunningService;
import dev.clm.core.database.CoreDatabase;
import dev.clm.secure.database.SecureDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("X1")
class HiddenCrossingIT {
    private final SecureDatabase secure = RunningService.shared().context().getBean(SecureDatabase.class);
    private final CoreDatabase core = RunningService.shared().context().getBean(CoreDatabase.class);

    @Test
    void oneThreadNeverHoldsOpenTransactionsOnBothDatabases() {
        assertThatThrownBy(() ->
                        secure.inServiceRole("outer", outer -> core.inServiceRole("inner", inner -> "both are open")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("clm_secure_db")
                .hasMessageContaining("clm_core_db");
    }
}
