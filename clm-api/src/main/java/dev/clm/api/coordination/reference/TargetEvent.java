package dev.clm.api.coordination.reference;

import dev.clm.common.coordination.EventType;
import dev.clm.common.coordination.EventType.Change;
import dev.clm.common.coordination.OutboxEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** What an event tells of a row that the other database refers to: it was deleted, restored or removed. */
public record TargetEvent(CrossDatabaseTarget target, Change change) {

    /** The events among these that tell of such a row, by what they tell. Those of certificates say it in their payload. */
    public static Map<TargetEvent, List<OutboxEvent>> group(List<OutboxEvent> events) {
        return events.stream()
                .filter(event -> of(event).isPresent())
                .collect(Collectors.groupingBy(event -> of(event).orElseThrow()));
    }

    static Optional<TargetEvent> of(OutboxEvent event) {
        EventType type = event.type().orElseThrow();
        return CrossDatabaseTarget.of(type.subject())
                .flatMap(target -> change(type, event).map(change -> new TargetEvent(target, change)));
    }

    private static Optional<Change> change(EventType type, OutboxEvent event) {
        return switch (type.change()) {
            case ISSUED -> Optional.empty();
            case CHANGED -> Optional.of(saysDeleted(event) ? Change.DELETED : Change.RESTORED);
            case DELETED, RESTORED, REMOVED -> Optional.of(type.change());
        };
    }

    /** Whether a `certificate.changed` says that the certificate is soft-deleted. */
    private static boolean saysDeleted(OutboxEvent changed) {
        return JsonMapper.shared()
                .readTree(changed.payload())
                .path("deleted_at")
                .isString();
    }
}
