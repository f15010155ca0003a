package dev.clm.api.coordination.report;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.field.PageLimit;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** `/api/v1/outbox`: the events of all tenants, so only for who may do everything. */
@RestController
@RequestMapping("/api/v1/outbox")
public class OutboxController {
    private final Outboxes outboxes;

    public OutboxController(Outboxes outboxes) {
        this.outboxes = outboxes;
    }

    /** How much waits in each direction, and which events are blocked. */
    @GetMapping
    @Requires(Permission.OUTBOX_READ)
    public OutboxReport read(
            AuthenticatedCaller caller,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) String cursor) {
        return outboxes.report(BlockedEventsCursor.of(cursor), PageLimit.require(limit));
    }

    /** Lets a blocked event be tried again at once. */
    @PostMapping("/{id}/unblock")
    @Requires(Permission.OUTBOX_UPDATE)
    @Answers(status = 204)
    public ResponseEntity<Void> unblock(AuthenticatedCaller caller, @PathVariable UUID id) {
        if (!outboxes.unblock(id)) {
            throw ClmException.of(ErrorCode.NOT_FOUND, "there is no such blocked event");
        }
        return ResponseEntity.noContent().build();
    }
}
