package dev.clm.api.coordination.restore;

import dev.clm.common.coordination.EventType;
import dev.clm.core.coordination.DepartureRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.coordination.AppliedTargetEvent;
import dev.clm.secure.database.SecureDatabase;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Repeats in a restored clm_core_db the deletes and restores of users, organizations, policies and workflows that
 * clm_secure_db was told after the backup: a user who was deleted must not come back with the backup.
 */
@Service
public class DepartureReplay {
    private static final int PAGE = 500;
    private static final UUID FIRST_ID = new UUID(0, 0);
    private static final List<EventType> DEPARTURES = EventType.about(DepartureRepository.SUBJECTS).stream()
            .filter(type -> type.change() != EventType.Change.REMOVED)
            .toList();

    private final SecureSide secure;
    private final CoreSide core;

    public DepartureReplay(SecureDatabase secure, CoreDatabase core) {
        this.secure = SecureSide.of(secure);
        this.core = CoreSide.of(core);
    }

    /** Page by page in the order of application; answers how many rows changed. May be run again. */
    int run(Instant since) {
        int changed = 0;
        Instant at = since;
        UUID id = FIRST_ID;
        for (List<AppliedTargetEvent> page = page(at, id); !page.isEmpty(); page = page(at, id)) {
            changed += replay(page);
            AppliedTargetEvent last = page.get(page.size() - 1);
            at = last.appliedAt();
            id = last.eventId();
        }
        return changed;
    }

    private List<AppliedTargetEvent> page(Instant at, UUID id) {
        return secure.run(tx -> secure.rows().after(tx, DEPARTURES, at, id, PAGE));
    }

    private int replay(List<AppliedTargetEvent> page) {
        List<UUID> ids = page.stream().map(AppliedTargetEvent::eventId).toList();
        return core.run(tx -> {
            Set<UUID> forgotten = core.events().forgotten(tx, ids);
            Map<UUID, AppliedTargetEvent> latest = new LinkedHashMap<>();
            page.stream()
                    .filter(told -> forgotten.contains(told.eventId()))
                    .forEach(told -> latest.put(told.targetId(), told));
            return latest.values().stream().mapToInt(told -> repeat(tx, told)).sum();
        });
    }

    private int repeat(CoreTransaction tx, AppliedTargetEvent told) {
        List<UUID> one = List.of(told.targetId());
        return told.isDeletion()
                ? core.departures().deleteAgain(tx, told.type().subject(), one)
                : core.departures().restoreAgain(tx, told.type().subject(), one);
    }
}
