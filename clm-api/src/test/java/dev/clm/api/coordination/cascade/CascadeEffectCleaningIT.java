package dev.clm.api.coordination.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.common.identifier.Identifiers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a cascade did is forgotten when nothing can take it back any more, and not before. */
@Tag("X4")
class CascadeEffectCleaningIT {
    @Test
    void onlyEffectsThatNothingCanTakeBackAreForgotten() {
        UUID takenBackLongAgo = effect(target(false), "40 days", "now() - interval '30 days'");
        UUID takenBackLately = effect(target(false), "40 days", "now()");
        UUID ofARemovedTarget = effect(target(true), "40 days", "null");
        UUID ofADeletedTarget = effect(target(false), "40 days", "null");
        UUID ofLongAgo = effect(target(false), "800 days", "null");

        assertThat(forget()).isEqualTo(3);

        assertThat(Rows.secure(
                        UUID.class,
                        "select id from cascade_effects where id in (?, ?, ?, ?, ?) order by id",
                        takenBackLongAgo,
                        takenBackLately,
                        ofARemovedTarget,
                        ofADeletedTarget,
                        ofLongAgo))
                .isEqualTo(List.of(takenBackLately, ofADeletedTarget));
        assertThat(forget()).isZero();
    }

    private static int forget() {
        return RunningService.shared()
                .context()
                .getBean("cascadeInSecure", ReferenceCascade.class)
                .forget(Duration.ofDays(730), 100);
    }

    private static UUID target(boolean removed) {
        UUID id = Identifiers.next();
        Rows.secure(
                "insert into departed_targets (target_table, target_id, is_departed, is_removed, event_id, event_sequence,"
                        + " changed_at) values ('policies', ?, true, ?, ?, 1, now() - interval '40 days')",
                id,
                removed,
                Identifiers.next());
        return id;
    }

    private static UUID effect(UUID target, String age, String undoneAt) {
        UUID id = Identifiers.next();
        Rows.secure(
                "insert into cascade_effects (id, reference, row_id, target_id, event_id, applied_at, undone_at)"
                        + " values (?, 'CERTIFICATE_POLICY', ?, ?, ?, now() - ?::interval, " + undoneAt + ")",
                id,
                Identifiers.next(),
                target,
                Identifiers.next(),
                age);
        return id;
    }
}
