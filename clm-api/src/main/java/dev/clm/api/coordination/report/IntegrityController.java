package dev.clm.api.coordination.report;

import dev.clm.api.coordination.sweep.RepairInitiator;
import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.api.http.idempotency.IdempotencyHeader;
import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.api.http.idempotency.InFlightRequests;
import dev.clm.api.row.CreatedResource;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import dev.clm.common.field.Page;
import dev.clm.common.field.PageLimit;
import dev.clm.common.identifier.Coded;
import dev.clm.core.coordination.FindingState;
import dev.clm.core.coordination.IntegrityFinding;
import dev.clm.core.coordination.IntegrityRun;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** `/api/v1/integrity`: sweeps and findings, which span all tenants. Only who may do everything holds these permissions. */
@RestController
@RequestMapping("/api/v1/integrity")
public class IntegrityController {
    private static final UUID NEWEST = new UUID(-1, -1);
    private static final UUID OLDEST = new UUID(0, 0);

    private final IntegrityRuns runs;
    private final IntegrityFindings findings;
    private final RequestedRuns requested;
    private final InFlightRequests running;
    private final Clock clock;

    public IntegrityController(
            IntegrityRuns runs,
            IntegrityFindings findings,
            RequestedRuns requested,
            InFlightRequests running,
            Clock clock) {
        this.runs = runs;
        this.findings = findings;
        this.requested = requested;
        this.running = running;
        this.clock = clock;
    }

    /** Without a body, or with `repair` left out, nothing but findings changes. */
    @Schema(name = "StartIntegrityRunBody")
    public record StartRunBody(Boolean repair) {}

    @PostMapping("/runs")
    @Requires(value = Permission.INTEGRITY_READ, sometimes = Permission.INTEGRITY_REPAIR)
    @Answers(status = 202, with = RunView.class, headers = "Location", once = true)
    public ResponseEntity<String> start(
            AuthenticatedCaller caller, HttpServletRequest request, @RequestBody(required = false) StartRunBody body) {
        boolean repair = body != null && Boolean.TRUE.equals(body.repair());
        if (repair) {
            caller.require(Permission.INTEGRITY_REPAIR);
        }
        RepairInitiator operator = RepairInitiator.of(caller.actor());
        Optional<IdempotencyRequest> key = IdempotencyHeader.of(request, caller.actor());
        CreatedResource started = key.isPresent()
                ? running.alone(key.get(), () -> requested.start(operator, repair, key))
                : requested.start(operator, repair, key);
        return ResponseEntity.accepted()
                .location(URI.create(started.location()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(started.body());
    }

    /** Newest first. */
    @GetMapping("/runs")
    @Requires(Permission.INTEGRITY_READ)
    public Page<RunView> runs(
            AuthenticatedCaller caller,
            @RequestParam(required = false) UUID cursor,
            @RequestParam(defaultValue = "50") int limit) {
        UUID before = Optional.ofNullable(cursor).orElse(NEWEST);
        return Page.of(runs.list(before, PageLimit.require(limit) + 1), limit, IntegrityRun::id)
                .map(run -> RunView.of(run, clock.instant()));
    }

    @GetMapping("/runs/{id}")
    @Requires(Permission.INTEGRITY_READ)
    public RunView run(AuthenticatedCaller caller, @PathVariable UUID id) {
        return RunView.of(runs.find(id), clock.instant());
    }

    /** In the order in which they were first seen. */
    @GetMapping("/findings")
    @Requires(Permission.INTEGRITY_READ)
    public Page<FindingView> findings(
            AuthenticatedCaller caller,
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(required = false) UUID cursor,
            @RequestParam(defaultValue = "50") int limit) {
        FindingState wanted = state(state);
        UUID after = Optional.ofNullable(cursor).orElse(OLDEST);
        return Page.of(findings.list(wanted, after, PageLimit.require(limit) + 1), limit, IntegrityFinding::id)
                .map(FindingView::of);
    }

    @GetMapping("/findings/{id}")
    @Requires(Permission.INTEGRITY_READ)
    public FindingView finding(AuthenticatedCaller caller, @PathVariable UUID id) {
        return FindingView.of(findings.find(id));
    }

    @PostMapping("/findings/{id}/repair")
    @Requires(Permission.INTEGRITY_REPAIR)
    public FindingView repair(AuthenticatedCaller caller, @PathVariable UUID id) {
        return FindingView.of(findings.repair(id, RepairInitiator.of(caller.actor())));
    }

    @PostMapping("/findings/{id}/undo")
    @Requires(Permission.INTEGRITY_REPAIR)
    public FindingView undo(AuthenticatedCaller caller, @PathVariable UUID id) {
        return FindingView.of(findings.undo(id, RepairInitiator.of(caller.actor())));
    }

    @PostMapping("/findings/{id}/ignore")
    @Requires(Permission.INTEGRITY_REPAIR)
    public FindingView ignore(AuthenticatedCaller caller, @PathVariable UUID id) {
        return FindingView.of(findings.ignore(id, RepairInitiator.of(caller.actor())));
    }

    private static FindingState state(String wireName) {
        return Coded.find(FindingState.class, wireName)
                .orElseThrow(() -> ClmException.refused(
                        ErrorCode.PARAMETER_OUT_OF_RANGE,
                        List.of(new FieldError(
                                "state", "unknown_value", "must be candidate, open, repaired, ignored or undone"))));
    }
}
