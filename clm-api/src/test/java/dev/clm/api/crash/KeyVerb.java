package dev.clm.api.crash;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is asked of keys, over REST or of a job, and the fail points that it passes in a state where it applies. */
enum KeyVerb {
    ROTATE(Stream.of(
                    "1.before",
                    "1.within",
                    "1.after",
                    "2.before",
                    "2.after",
                    "3.before",
                    "3.within",
                    "3.after",
                    "4.before",
                    "4.within",
                    "4.after",
                    "5.before",
                    "5.within",
                    "5.after")
            .map(step -> "rotation." + step)
            .toList()),
    /** As {@link #ROTATE}, of a key under which a row is damaged. */
    ROTATE_IN_VAIN(List.of("rotation.failure.within", "rotation.failure.after")),
    REPORT_OLD(around("compromise")),
    REPORT_NEW(around("compromise")),
    DESTROY_OLD(around("key-destruction.ask")),
    DESTROY_NEW(around("key-destruction.ask")),
    CANCEL(around("key-destruction.cancel")),
    ERASE(Stream.of(
                    "begin.before",
                    "begin.within",
                    "begin.after",
                    "shred.within",
                    "shred.after",
                    "erase.before",
                    "erase.within",
                    "erase.after")
            .map(step -> "key-destruction." + step)
            .toList()),
    PAUSE(around("rotation.pause")),
    RESUME(around("rotation.resume")),
    ROLL_BACK(around("rotation.rollback")),
    ABANDON(around("rotation.abandon")),
    ESCALATE(around("rotation.escalate")),
    ISSUE(Stream.of(
                    "4.before",
                    "4.after",
                    "5.before",
                    "5.after",
                    "6.before",
                    "6.within",
                    "6.after",
                    "7.before",
                    "7.within",
                    "7.after")
            .map(step -> "issuance." + step)
            .toList()),
    EXPORT(around("export")),
    /** Of keys of authorities that rest among those of certificates. */
    MOVE_AUTHORITY(around("authority-key-move")),
    /** Of keys whose date has come, and of compromised ones that waited. */
    SCHEDULE(List.of()),
    SIGN(List.of()),
    DELETE_ORGANIZATION(List.of());

    private static final String ELSEWHERE = "certificate_authorities a join private_keys p on p.certificate_id ="
            + " a.certificate_id join encryption_keys k on k.id = p.encryption_key_id where a.organization_id = ?"
            + " and k.purpose <> 'authority'";
    private static final String DUE = "key_destructions where organization_id = ? and (state = 'destroying'"
            + " or state = 'scheduled' and due_at < now())";
    private static final String DATED =
            "encryption_keys where organization_id = ? and key_status = 'active'" + " and next_rotation_at < now()";
    private static final Duration JOB = Duration.ofSeconds(3);
    private static final Pattern HANGING = Pattern.compile(
            "within|rotation\\.(2|3\\.before|4\\.before|4\\.after|5\\.before)|issuance\\.5\\.after|export\\.after");
    private static final int OK = 200;

    private final List<String> points;

    KeyVerb(List<String> points) {
        this.points = points;
    }

    List<String> points(FailPoints.Action action) {
        return points.stream()
                .filter(point -> action != FailPoints.Action.HANG
                        || HANGING.matcher(point).find())
                .toList();
    }

    private static List<String> around(String verb) {
        return List.of(verb + ".before", verb + ".within", verb + ".after");
    }

    /** The answer's status. */
    int run(VerbTenant tenant, VerbInstances instances, int instance) {
        return switch (this) {
            case ROTATE, ROTATE_IN_VAIN -> rotate(tenant, instance);
            case REPORT_OLD ->
                tenant.key(instance, tenant.oldKey(), "report-compromise", Map.of())
                        .status();
            case REPORT_NEW ->
                tenant.key(instance, tenant.newestKey(), "report-compromise", Map.of())
                        .status();
            case DESTROY_OLD -> destroy(tenant, instance, tenant.oldKey());
            case DESTROY_NEW -> destroy(tenant, instance, tenant.newestKey());
            case CANCEL ->
                tenant.key(instance, tenant.oldKey(), "cancel-destruction", Map.of())
                        .status();
            case ERASE -> job(tenant, instances, "key-destruction", DUE);
            case MOVE_AUTHORITY -> job(tenant, instances, "authority-key-move", ELSEWHERE);
            case PAUSE -> tenant.rotation(instance, "pause", Map.of()).status();
            case RESUME -> tenant.rotation(instance, "resume", Map.of()).status();
            case ROLL_BACK -> tenant.rotation(instance, "rollback", Map.of()).status();
            case ABANDON -> tenant.rotation(instance, "abandon", Map.of()).status();
            case ESCALATE -> escalate(tenant, instance);
            case ISSUE -> tenant.issue(instance, "meanwhile").status();
            case EXPORT -> tenant.export(instance, tenant.given().get(1)).status();
            case SCHEDULE -> schedule(tenant, instances);
            case SIGN -> tenant.sign(instance).status();
            case DELETE_ORGANIZATION -> tenant.organization(instance, false).status();
        };
    }

    static int destroy(VerbTenant tenant, int instance, UUID key) {
        return tenant.key(
                        instance,
                        key,
                        "destroy",
                        Map.of("shred", true, "key_id", "data-" + key, "stop_organization", true))
                .status();
    }

    private static int rotate(VerbTenant tenant, int instance) {
        return tenant.key(
                        instance,
                        tenant.activeKey().orElse(tenant.oldKey()),
                        "rotate",
                        Map.of("rotation_type", "manual", "rotation_reason", "a test"))
                .status();
    }

    /** To a compromise where rows leave the old key, otherwise to an emergency. */
    private static int escalate(VerbTenant tenant, int instance) {
        int status = tenant.rotation(instance, "escalate", Map.of("rotation_type", "compromise"))
                .status();
        return status == OK
                ? status
                : tenant.rotation(instance, "escalate", Map.of("rotation_type", "emergency"))
                        .status();
    }

    private static int schedule(VerbTenant tenant, VerbInstances instances) {
        instances
                .database()
                .secure(
                        "update encryption_keys set next_rotation_at = now() - interval '1 minute'"
                                + " where organization_id = ? and key_status = 'active' and purpose = 'certificate'",
                        tenant.organization());
        return job(tenant, instances, "key-rotation-schedule", DATED);
    }

    /** Until it has done it, or something keeps it. */
    private static int job(VerbTenant tenant, VerbInstances instances, String name, String todo) {
        instances.database().runJob(name);
        tenant.rows().awaitGone(todo, JOB);
        return OK;
    }
}
