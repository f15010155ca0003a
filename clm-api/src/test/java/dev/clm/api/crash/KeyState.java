package dev.clm.api.crash;

import static dev.clm.api.crash.KeyVerb.ABANDON;
import static dev.clm.api.crash.KeyVerb.CANCEL;
import static dev.clm.api.crash.KeyVerb.DESTROY_NEW;
import static dev.clm.api.crash.KeyVerb.DESTROY_OLD;
import static dev.clm.api.crash.KeyVerb.ERASE;
import static dev.clm.api.crash.KeyVerb.ESCALATE;
import static dev.clm.api.crash.KeyVerb.EXPORT;
import static dev.clm.api.crash.KeyVerb.ISSUE;
import static dev.clm.api.crash.KeyVerb.MOVE_AUTHORITY;
import static dev.clm.api.crash.KeyVerb.PAUSE;
import static dev.clm.api.crash.KeyVerb.REPORT_NEW;
import static dev.clm.api.crash.KeyVerb.REPORT_OLD;
import static dev.clm.api.crash.KeyVerb.RESUME;
import static dev.clm.api.crash.KeyVerb.ROLL_BACK;
import static dev.clm.api.crash.KeyVerb.ROTATE;
import static dev.clm.api.crash.KeyVerb.ROTATE_IN_VAIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/** Where an organization's data keys are before two verbs meet, and the verbs that lead somewhere from there. */
enum KeyState {
    IDLE(ROTATE, REPORT_OLD, DESTROY_OLD, ISSUE, EXPORT),
    /** As idle, with a row that no rotation can move. */
    DAMAGED(ROTATE_IN_VAIN),
    ROTATING(REPORT_OLD, REPORT_NEW, PAUSE, ROLL_BACK, ABANDON, ESCALATE, ISSUE, EXPORT),
    ROTATING_BACK(REPORT_OLD, REPORT_NEW, PAUSE, ABANDON, ESCALATE),
    PAUSED(REPORT_OLD, REPORT_NEW, RESUME, ROLL_BACK, ABANDON, ESCALATE),
    /** One row is damaged, the others have moved. */
    FAILED(ROTATE, REPORT_OLD, REPORT_NEW, DESTROY_OLD, RESUME, ROLL_BACK, ABANDON, ISSUE),
    RETIRED(ROTATE, REPORT_OLD, DESTROY_OLD, DESTROY_NEW),
    /** The active key is to be destroyed. */
    SCHEDULED(REPORT_OLD, CANCEL),
    DUE(REPORT_OLD, CANCEL, ERASE, EXPORT),
    /** The old key of a failed rotation is to be destroyed. */
    OLD_DUE(REPORT_OLD, CANCEL, ERASE, ROTATE, ISSUE),
    /** The authority's key rests where an earlier release put it. */
    AUTHORITY_ELSEWHERE(MOVE_AUTHORITY, ROTATE, REPORT_OLD);

    private static final int ACCEPTED = 202;
    private static final int KEYS = 3;

    private final List<KeyVerb> verbs;

    KeyState(KeyVerb... verbs) {
        this.verbs = List.of(verbs);
    }

    List<KeyVerb> verbs() {
        return verbs;
    }

    boolean isDue() {
        return this == DUE || this == OLD_DUE;
    }

    /** A new organization in this state, but for what is due: see {@link TenantRows#makeDue}. */
    VerbTenant prepare(VerbInstances instances, String name) {
        VerbTenant tenant = new VerbTenant(instances, name, KEYS);
        switch (this) {
            case IDLE -> {}
            case DAMAGED -> tenant.flipABit();
            case ROTATING -> rotateHeld(tenant);
            case ROTATING_BACK -> {
                rotateHeld(tenant);
                tenant.rows().awaitThat("private_keys where organization_id = ? and cardinality(previous_key_ids) > 0");
                tenant.rows().holdRow(tenant.newestKey());
                require(tenant.rotation(0, "rollback", Map.of()).status());
                tenant.rows().letFirstRowGo();
            }
            case PAUSED -> {
                rotateHeld(tenant);
                require(tenant.rotation(0, "pause", Map.of()).status());
                tenant.rows().letRowsGo();
            }
            case FAILED -> fail(tenant);
            case RETIRED -> {
                require(ROTATE.run(tenant, instances, 0));
                tenant.rows().awaitStatus("completed");
            }
            case SCHEDULED, DUE -> require(KeyVerb.destroy(tenant, 0, tenant.oldKey()));
            case AUTHORITY_ELSEWHERE -> instances.database().restUnder(tenant.issuer(), tenant.oldKey());
            case OLD_DUE -> {
                fail(tenant);
                require(KeyVerb.destroy(tenant, 0, tenant.oldKey()));
            }
        }
        return tenant;
    }

    private static void rotateHeld(VerbTenant tenant) {
        tenant.rows().holdRow(tenant.oldKey());
        require(rotate(tenant));
    }

    private static void fail(VerbTenant tenant) {
        tenant.flipABit();
        require(rotate(tenant));
        tenant.rows().awaitStatus("failed");
    }

    private static int rotate(VerbTenant tenant) {
        return tenant.key(0, tenant.oldKey(), "rotate", Map.of("rotation_type", "manual"))
                .status();
    }

    private static void require(int status) {
        assertThat(status).as("preparation").isIn(200, ACCEPTED);
    }
}
