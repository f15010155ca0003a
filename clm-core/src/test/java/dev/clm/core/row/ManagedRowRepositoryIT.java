package dev.clm.core.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.CoreFixture;
import dev.clm.core.CoreTestDatabase;
import dev.clm.core.identity.user.UserRepository;
import dev.clm.core.policy.policy.PolicyRepository;
import dev.clm.core.policy.workflow.WorkflowRepository;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManagedRowRepositoryIT {
    private final OrganizationId tenant = CoreFixture.organization();

    static Stream<ManagedRowRepository> repositories() {
        return Stream.of(new PolicyRepository(), new WorkflowRepository(), new UserRepository());
    }

    @ParameterizedTest
    @MethodSource("repositories")
    @Tag("T5")
    void aListIsOneStatementHoweverManyRowsItHas(ManagedRowRepository rows) {
        for (int i = 0; i < 5; i++) {
            CoreFixture.policy(CoreFixture.unique("policy"), tenant, "{}");
            CoreFixture.workflow(CoreFixture.unique("workflow"), tenant);
            CoreFixture.memberOf(tenant);
        }
        RowQuery all = new RowQuery(50, null, null, true);

        int statements = CoreTestDatabase.statementsOf(() -> {
            List<Row> found =
                    CoreTestDatabase.database().inTransaction(tenant, tx -> rows.list(tx, tenant, all, all.limit()));
            assertThat(found).hasSizeGreaterThanOrEqualTo(5);
        });

        assertThat(statements).isEqualTo(1);
    }
}
