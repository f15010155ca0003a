package dev.clm.api.row;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.api.http.idempotency.IdempotencyHeader;
import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.api.http.idempotency.InFlightRequests;
import dev.clm.api.http.web.EntityTag;
import dev.clm.common.field.Page;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.row.RowQuery;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** The paths of one kind of resource. A subclass says on which resource callers need the permissions. */
public abstract class ResourceController {
    private final ManagedResource resource;
    private final InFlightRequests running;

    protected ResourceController(ManagedResource resource, InFlightRequests running) {
        this.resource = resource;
        this.running = running;
    }

    @PostMapping
    @Requires.Action("create")
    @Answers(
            status = 201,
            headers = {"Location", "ETag"},
            once = true)
    public ResponseEntity<String> create(
            AuthenticatedCaller caller, HttpServletRequest request, @RequestBody Map<String, Object> body) {
        Optional<IdempotencyRequest> key = keyOf(caller, request, body);
        CreatedResource created = key.isPresent()
                ? running.alone(key.get(), () -> resource.create(caller.actor(), body, key))
                : resource.create(caller.actor(), body, key);
        return ResponseEntity.created(URI.create(created.location()))
                .eTag(EntityTag.of(created.body()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(created.body());
    }

    @GetMapping
    @Requires.Action("read")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 500; 50 where it is left out")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next_cursor of the page before")
    @Parameter(name = "status", in = ParameterIn.QUERY)
    @Parameter(name = "include_deleted", in = ParameterIn.QUERY, description = "true or false")
    public Page<Map<String, Object>> list(AuthenticatedCaller caller, HttpServletRequest request) {
        return resource.list(
                caller.actor(),
                RowQuery.of(request::getParameter, resource.kind().statuses()));
    }

    @GetMapping("/{id}")
    @Requires.Action("read")
    @Answers(headers = "ETag")
    public ResponseEntity<Map<String, Object>> read(AuthenticatedCaller caller, @PathVariable UUID id) {
        return tagged(resource.read(caller.actor(), id));
    }

    @PatchMapping("/{id}")
    @Requires.Action("update")
    @Parameter(name = "If-Match", in = ParameterIn.HEADER, description = "the ETag that must still be true")
    @Answers(headers = "ETag")
    public ResponseEntity<Map<String, Object>> patch(
            AuthenticatedCaller caller,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestBody Map<String, Object> body) {
        return tagged(resource.change(caller.actor(), id, body, EntityTag.expected(request)));
    }

    @DeleteMapping("/{id}")
    @Requires.Action("delete")
    @Parameter(name = "If-Match", in = ParameterIn.HEADER, description = "the ETag that must still be true")
    @Answers(with = DeletionPreview.class)
    @Answers(status = 204)
    public ResponseEntity<DeletionPreview> delete(
            AuthenticatedCaller caller,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun) {
        if (dryRun) {
            return ResponseEntity.ok(resource.preview(caller.actor(), id));
        }
        resource.delete(caller.actor(), id, EntityTag.expected(request));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{id}/restore")
    @Requires.Action("delete")
    @Answers(headers = "ETag")
    public ResponseEntity<Map<String, Object>> restore(AuthenticatedCaller caller, @PathVariable UUID id) {
        return tagged(resource.restore(caller.actor(), id));
    }

    private ResponseEntity<Map<String, Object>> tagged(Map<String, Object> columns) {
        return ResponseEntity.ok().eTag(EntityTag.of(resource.json(columns))).body(columns);
    }

    /** The idempotency key of a creating request. */
    protected Optional<IdempotencyRequest> keyOf(
            AuthenticatedCaller caller, HttpServletRequest request, Map<String, Object> body) {
        return IdempotencyHeader.of(request, caller.actor());
    }
}
