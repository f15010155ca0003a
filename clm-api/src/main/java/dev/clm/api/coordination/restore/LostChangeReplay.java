package dev.clm.api.coordination.restore;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.tenant.Actor;
import dev.clm.core.coordination.AppliedCertificateEvent;
import dev.clm.core.database.CoreDatabase;
import dev.clm.secure.coordination.LostChange;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/**
 * Gives a restored clm_secure_db back what clm_core_db was told after the backup: states and revocations. Certificates whose
 * rows are gone are marked in clm_core_db, because they are still in somebody's hands.
 */
@Service
public class LostChangeReplay {
    private static final int PAGE = 500;
    private static final UUID FIRST_ID = new UUID(0, 0);

    private final SecureSide secure;
    private final CoreSide core;

    public LostChangeReplay(SecureDatabase secure, CoreDatabase core) {
        this.secure = SecureSide.of(secure);
        this.core = CoreSide.of(core);
    }

    /** What was found lost and is back, and how many events told of it. */
    record Replayed(int events, int certificates, int revocations) {
        static final Replayed NOTHING = new Replayed(0, 0, 0);

        Replayed plus(Replayed more) {
            return new Replayed(events + more.events, certificates + more.certificates, revocations + more.revocations);
        }
    }

    /** Page by page in the order of application, so that a certificate ends in its latest state. May be run again. */
    Replayed run(Instant since) {
        Replayed all = Replayed.NOTHING;
        Instant at = since;
        UUID id = FIRST_ID;
        for (List<AppliedCertificateEvent> page = page(at, id); !page.isEmpty(); page = page(at, id)) {
            all = all.plus(replay(page));
            AppliedCertificateEvent last = page.get(page.size() - 1);
            at = last.appliedAt();
            id = last.eventId();
        }
        return all;
    }

    private List<AppliedCertificateEvent> page(Instant at, UUID id) {
        return core.run(tx -> core.toldChanges().after(tx, at, id, PAGE));
    }

    private Replayed replay(List<AppliedCertificateEvent> page) {
        List<UUID> ids = page.stream().map(AppliedCertificateEvent::eventId).toList();
        Set<UUID> unknown = secure.run(tx -> secure.events().forgotten(tx, ids));
        List<AppliedCertificateEvent> lost =
                page.stream().filter(told -> unknown.contains(told.eventId())).toList();
        if (lost.isEmpty()) {
            return Replayed.NOTHING;
        }
        List<UUID> certificates = lost.stream()
                .map(AppliedCertificateEvent::certificateId)
                .distinct()
                .toList();
        Set<UUID> missing = secure.run(tx -> secure.rows().missingCertificates(tx, certificates));
        Replayed replayed =
                secure.run(tx -> bringForward(tx, latest(lost, missing).values(), lost.size()));
        if (!missing.isEmpty()) {
            markLost(lost, missing);
        }
        return replayed;
    }

    private static Map<UUID, LostChange> latest(List<AppliedCertificateEvent> lost, Set<UUID> missing) {
        Map<UUID, LostChange> latest = new LinkedHashMap<>();
        for (AppliedCertificateEvent told : lost) {
            if (!missing.contains(told.certificateId())) {
                latest.put(told.certificateId(), change(told));
            }
        }
        return latest;
    }

    private static LostChange change(AppliedCertificateEvent told) {
        return new LostChange(
                told.organizationId(),
                told.certificateId(),
                told.status(),
                told.ownerUserId(),
                told.deletedAt(),
                told.revokedAt(),
                told.revocationReason());
    }

    private Replayed bringForward(SecureTransaction tx, Collection<LostChange> changes, int events) {
        Set<UUID> changed = secure.rows().bringForward(tx, List.copyOf(changes));
        List<LostChange> effective = changes.stream()
                .filter(change -> changed.contains(change.certificateId()))
                .toList();
        int revocations = secure.rows()
                .addRevocations(
                        tx, effective.stream().map(LostChange::certificateId).toList());
        secure.auditLog()
                .append(tx, effective.stream().map(LostChangeReplay::entry).toList());
        return new Replayed(events, effective.size(), revocations);
    }

    private static AuditEntry entry(LostChange change) {
        return AuditEntry.success(
                Actor.system(change.organizationId()),
                change.status().isListed() ? AuditCategory.REVOCATION : AuditCategory.CERT_ACCESS,
                "certificate",
                change.certificateId(),
                "replayed",
                Map.of("status", change.status().code()));
    }

    private void markLost(List<AppliedCertificateEvent> lost, Set<UUID> missing) {
        Map<UUID, AppliedCertificateEvent> one = lost.stream()
                .filter(told -> missing.contains(told.certificateId()))
                .collect(Collectors.toMap(AppliedCertificateEvent::certificateId, Function.identity(), (a, b) -> b));
        core.run(tx -> {
            int marked = core.toldChanges().markLost(tx, missing);
            if (marked > 0) {
                core.auditLog()
                        .append(
                                tx,
                                one.values().stream()
                                        .map(LostChangeReplay::lostEntry)
                                        .toList());
            }
            return marked;
        });
    }

    private static AuditEntry lostEntry(AppliedCertificateEvent told) {
        return AuditEntry.failure(
                Actor.system(told.organizationId()),
                AuditCategory.CERTIFICATE,
                "certificate",
                told.certificateId(),
                "lost",
                "a restore of clm_secure_db took its row and its key; the metadata are kept");
    }
}
