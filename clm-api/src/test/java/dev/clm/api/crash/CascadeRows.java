package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What cascades left in both databases. A request keeps the policy it was made under, so it tells what its certificate had. */
final class CascadeRows {
    private final StoredRows stored;

    CascadeRows(StoredRows stored) {
        this.stored = stored;
    }

    void insertPolicy(String code) {
        stored.changeCore("insert into policies (policy_code, policy_name, policy_type, policy_rules, organization_id,"
                + " status, created_by_user_id) select '" + code + "', 'policy', 'certificate', '{}', id, 'active',"
                + " '00000000-0000-7000-8000-000000000001' from organizations where org_code = 'crash'");
    }

    /** Deletes a living policy, restores a deleted one. */
    void flipPolicy(String code) {
        stored.changeCore("update policies set deleted_at = case when deleted_at is null then now() end"
                + " where policy_code = '" + code + "'");
    }

    void makeSecondLooksDue() {
        stored.changeSecure(
                "update departed_targets set second_look_at = now() - interval '1 hour' where second_look_at is not null");
        stored.changeCore("update scheduled_tasks set execution_time = now(), picked = false, picked_by = null"
                + " where task_name = 'second-look-at-deletes'");
    }

    void requireNothingOpen() {
        assertThat(stored.secure("select id from outbox where state <> 'done'")).isEmpty();
        assertThat(stored.core("select id from outbox where state <> 'done'")).isEmpty();
        makeSecondLooksDue();
        assertThat(stored.secure("select id from departed_targets where second_look_at is not null or not is_complete"))
                .isEmpty();
    }

    void requireEqualMemory() {
        String columns = "select id, sequence, aggregate_id, event_type from ";
        assertThat(stored.secure(columns + "applied_events order by 1"))
                .isEqualTo(stored.core(columns + "outbox order by 1"));
    }

    void requireNoOrphanAndNoDoubleEffect() {
        Map<Object, Boolean> lives = stored.core("select id, deleted_at is null from policies").stream()
                .collect(Collectors.toMap(row -> row.get(0), row -> (Boolean) row.get(1)));
        List<List<Object>> certificates = stored.secure("select c.id, r.policy_id, c.policy_id from certificates c"
                + " join certificate_requests r on r.issued_certificate_id = c.id where r.policy_id is not null");
        assertThat(certificates)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get(2))
                        .as("policy of " + row)
                        .isEqualTo(lives.get(row.get(1)) ? row.get(1) : null));
        assertThat(stored.secure("select row_id from cascade_effects where undone_at is null"
                        + " group by row_id, reference having count(*) > 1"))
                .isEmpty();
        long taken =
                certificates.stream().filter(row -> Objects.isNull(row.get(2))).count();
        assertThat(stored.secure("select id from cascade_effects where undone_at is null"))
                .hasSize((int) taken);
    }
}
