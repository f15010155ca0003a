package dev.clm.api.coordination.sweep;

import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import java.util.Optional;
import java.util.UUID;

/** Who has something repaired: a person, or nobody but the service itself. Entries go to the organization of the row. */
public record RepairInitiator(Optional<Actor> person) {
    public static final RepairInitiator SERVICE = new RepairInitiator(Optional.empty());

    public static RepairInitiator of(Actor person) {
        return new RepairInitiator(Optional.of(person));
    }

    public UUID userId() {
        return person.map(Actor::userId).orElse(Actor.SYSTEM_USER_ID);
    }

    /** Empty for a row of the platform's own that the service repairs: no organization's audit log is its place. */
    Optional<Actor> actorFor(UUID organizationId) {
        return organizationId == null
                ? person
                : Optional.of(person.map(p -> new Actor(
                                p.userId(),
                                p.username(),
                                OrganizationId.of(organizationId),
                                p.roleCodes(),
                                p.ipAddress(),
                                p.userAgent(),
                                p.requestId()))
                        .orElseGet(() -> Actor.system(OrganizationId.of(organizationId))));
    }
}
