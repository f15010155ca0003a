package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.report.IntegrityRuns;
import dev.clm.api.coordination.report.IntegrityRuns.Trigger;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.core.coordination.IntegrityFinding;
import dev.clm.core.coordination.IntegrityFindingRepository;
import dev.clm.core.coordination.IntegrityRun;
import dev.clm.core.coordination.IntegrityRunRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.secure.database.SecureDatabase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.ApplicationContext;

/** A sweep over the shared service's databases that waits for no grace period, and looks at some rows only. */
final class TestSweep {
    private final CoreDatabase core;
    private final SweepParts sweeping;
    private final IntegrityRuns runs;
    private final AtomicBoolean fenced = new AtomicBoolean();

    TestSweep(Duration grace) {
        ApplicationContext beans = RunningService.shared().context();
        core = beans.getBean(CoreDatabase.class);
        sweeping = SweepParts.of(
                beans.getBean(SecureDatabase.class), core, grace, work -> new Thread(work).start(), fenced::get);
        runs = new IntegrityRuns(core, new IntegrityRunRepository(), sweeping.sweep());
    }

    IntegrityRun run() {
        return runs.execute(
                runs.start(Trigger.COMMAND, RepairInitiator.SERVICE, false), RepairInitiator.SERVICE, progress -> {});
    }

    void fence(boolean on) {
        fenced.set(on);
    }

    FindingRepair repairs() {
        return sweeping.repair();
    }

    /** The state of what was found at a row, or nothing. */
    List<String> states(String reference, String kind, UUID row) {
        return Rows.core(
                String.class,
                "select state from integrity_findings where reference = ? and kind = ? and row_id = ?",
                reference,
                kind,
                row);
    }

    /** Kinds of all that stands at a row, whatever its state. */
    List<String> kinds(UUID row) {
        return Rows.core(
                String.class,
                "select kind from integrity_findings where row_id = ? and state <> 'repaired' order by kind",
                row);
    }

    IntegrityFinding finding(String reference, String kind, UUID row) {
        UUID id = Rows.core(
                        UUID.class,
                        "select id from integrity_findings where reference = ? and kind = ? and row_id = ?",
                        reference,
                        kind,
                        row)
                .get(0);
        return core.inServiceRole("a test", tx -> new IntegrityFindingRepository().find(tx, id))
                .orElseThrow();
    }
}
