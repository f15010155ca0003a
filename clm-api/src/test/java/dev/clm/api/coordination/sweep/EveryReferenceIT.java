package dev.clm.api.coordination.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.api.coordination.reference.CrossDatabaseReference;
import dev.clm.api.coordination.reference.CrossDatabaseTarget;
import dev.clm.api.coordination.reference.ReferenceRule;
import dev.clm.common.error.ClmException;
import dev.clm.core.coordination.FaultKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every reference of the registry × every kind of fault, planted by a superuser whom no trigger saw. */
@Tag("X5")
class EveryReferenceIT {
    private static final List<FaultKind> KINDS =
            List.of(FaultKind.TARGET_MISSING, FaultKind.TARGET_DELETED, FaultKind.OTHER_TENANT);

    private final TestSweep sweep = new TestSweep(Duration.ZERO);
    private final List<PlantedFault> faults = new ArrayList<>();
    private final List<PlantedFault> noFaults = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> everyFaultIsFoundRepairedByItsRuleAndTakenBack() {
        KINDS.forEach(this::plant);
        sweep.run();
        return Stream.of(
                        tests("is found", faults, this::assertOpen),
                        tests("is no fault", noFaults, this::assertNothing),
                        tests("is repaired by its rule", faults, this::repair),
                        Stream.of(DynamicTest.dynamicTest("another sweep", sweep::run)),
                        tests("is gone", faults, this::assertGone),
                        tests("is taken back", faults, this::undo),
                        Stream.of(DynamicTest.dynamicTest("one more sweep", sweep::run)),
                        tests("stands again, and is not opened again", faults, this::assertUndone))
                .flatMap(tests -> tests);
    }

    /** organization_id decides what the other columns mean, so it is broken in rows of its own. */
    private void plant(FaultKind kind) {
        OrganizationRows rows = OrganizationRows.create();
        OrganizationRows tenants = OrganizationRows.create();
        for (CrossDatabaseReference reference : CrossDatabaseReference.values()) {
            boolean isTenant = reference.target() == CrossDatabaseTarget.ORGANIZATIONS;
            boolean isPair = reference == CrossDatabaseReference.METADATA_CERTIFICATE;
            if (!isPair && !(isTenant && kind == FaultKind.OTHER_TENANT)) {
                PlantedFault fault = PlantedFault.plant(reference, kind, isTenant ? tenants : rows);
                boolean expected = kind != FaultKind.TARGET_DELETED || reference.needsLiveTarget();
                (expected ? faults : noFaults).add(fault);
            }
        }
    }

    private static Stream<DynamicTest> tests(String what, List<PlantedFault> faults, Consumer<PlantedFault> test) {
        return faults.stream().map(f -> DynamicTest.dynamicTest(f + " " + what, () -> test.accept(f)));
    }

    private void assertOpen(PlantedFault fault) {
        assertThat(states(fault)).containsExactly("open");
    }

    private void assertNothing(PlantedFault fault) {
        assertThat(states(fault)).isEmpty();
    }

    private void repair(PlantedFault fault) {
        if (isEvidence(fault)) {
            assertThatThrownBy(() -> repairNow(fault))
                    .isInstanceOf(ClmException.class)
                    .hasMessageContaining("evidence");
            assertThat(fault.value()).isEqualTo(fault.target());
        } else {
            repairNow(fault);
            assertThat(isFollowed(fault)).isTrue();
            assertThat(states(fault)).containsExactly("repaired");
        }
    }

    private void assertGone(PlantedFault fault) {
        assertThat(states(fault)).containsExactly(isEvidence(fault) ? "open" : "repaired");
    }

    private void undo(PlantedFault fault) {
        if (!isEvidence(fault)) {
            sweep.repairs()
                    .undo(
                            sweep.finding(fault.reference().name(), fault.kind().code(), fault.row()),
                            RepairInitiator.SERVICE);
            assertThat(isFollowed(fault)).isFalse();
            assertThat(fault.value()).isEqualTo(fault.target());
        }
    }

    private void assertUndone(PlantedFault fault) {
        assertThat(states(fault)).containsExactly(isEvidence(fault) ? "open" : "undone");
    }

    private void repairNow(PlantedFault fault) {
        sweep.repairs()
                .repair(
                        sweep.finding(fault.reference().name(), fault.kind().code(), fault.row()),
                        RepairInitiator.SERVICE);
    }

    private static boolean isFollowed(PlantedFault fault) {
        return switch (References.rule(fault.reference(), fault.kind())) {
            case NULLIFY -> fault.value() == null;
            case SOFT_DELETE -> fault.isSet("deleted_at");
            case QUARANTINE -> fault.isSet("quarantined_at");
            case KEEP_MARKED -> fault.isMarked();
        };
    }

    private static boolean isEvidence(PlantedFault fault) {
        return fault.kind() == FaultKind.OTHER_TENANT
                && References.rule(fault.reference(), fault.kind()) == ReferenceRule.KEEP_MARKED;
    }

    private List<String> states(PlantedFault fault) {
        return sweep.states(fault.reference().name(), fault.kind().code(), fault.row());
    }
}
