package dev.clm.api.coordination.reference;

import dev.clm.common.coordination.OutboxEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an event tells of a row that the other database refers to. A released name is permanent: stored events carry it. */
public record TargetEvent(CrossDatabaseTarget target, Kind kind) {
    /** What happened to the row. */
    public enum Kind {
        /** Soft-deleted. */
        DELETED,
        RESTORED,
        /** Gone altogether, which takes a superuser. */
        REMOVED
    }

    private static final Map<String, TargetEvent> BY_TYPE = Arrays.stream(CrossDatabaseTarget.values())
            .filter(target -> target != CrossDatabaseTarget.CERTIFICATES)
            .flatMap(target -> Arrays.stream(Kind.values()).map(kind -> new TargetEvent(target, kind)))
            .collect(Collectors.toMap(TargetEvent::type, one -> one));

    /** The events among these that tell of such a row, by what they tell. Those of certificates say it in their payload. */
    public static Map<TargetEvent, List<OutboxEvent>> group(List<OutboxEvent> events) {
        return events.stream()
                .filter(event -> of(event).isPresent())
                .collect(Collectors.groupingBy(event -> of(event).orElseThrow()));
    }

    static Optional<TargetEvent> of(OutboxEvent event) {
        return switch (event.eventType()) {
            case CertificateEvent.CHANGED ->
                Optional.of(certificate(CertificateEvent.saysDeleted(event) ? Kind.DELETED : Kind.RESTORED));
            case CertificateEvent.DELETED -> Optional.of(certificate(Kind.REMOVED));
            default -> Optional.ofNullable(BY_TYPE.get(event.eventType()));
        };
    }

    private static TargetEvent certificate(Kind kind) {
        return new TargetEvent(CrossDatabaseTarget.CERTIFICATES, kind);
    }

    private String type() {
        return target.word() + "." + kind.name().toLowerCase(Locale.ROOT);
    }
}
