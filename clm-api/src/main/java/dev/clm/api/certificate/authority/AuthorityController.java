package dev.clm.api.certificate.authority;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.idempotency.IdempotencyHeader;
import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.api.http.idempotency.InFlightRequests;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
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

/** `/api/v1/certificate-authorities`. */
@RestController
@RequestMapping("/api/v1/certificate-authorities")
public class AuthorityController {
    private static final int LARGEST_PAGE = 500;

    private final CreateAuthority creation;
    private final ReadAuthorities reading;
    private final InFlightRequests running;

    public AuthorityController(CreateAuthority creation, ReadAuthorities reading, InFlightRequests running) {
        this.creation = creation;
        this.reading = reading;
        this.running = running;
    }

    @PostMapping
    @Requires(Permission.CERTIFICATE_AUTHORITIES_CREATE)
    public ResponseEntity<String> create(
            AuthenticatedCaller caller, HttpServletRequest request, @RequestBody CreateAuthorityBody body) {
        Optional<IdempotencyRequest> key = IdempotencyHeader.of(request, caller.actor());
        CreateAuthority.Answer answer = key.isPresent()
                ? running.alone(key.get(), () -> creation.create(caller.actor(), body, key.get()))
                : creation.create(caller.actor(), body, null);
        return ResponseEntity.created(URI.create(answer.location()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer.body());
    }

    @GetMapping
    @Requires(Permission.CERTIFICATES_READ)
    public ReadAuthorities.Page list(
            AuthenticatedCaller caller,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw ClmException.refused(
                    ErrorCode.PARAMETER_OUT_OF_RANGE,
                    List.of(new FieldError("limit", "out_of_range", "must be 1 to " + LARGEST_PAGE)));
        }
        return reading.list(caller.actor(), cursor, limit);
    }

    @GetMapping("/{id}")
    @Requires(Permission.CERTIFICATES_READ)
    public AuthorityView read(AuthenticatedCaller caller, @PathVariable UUID id) {
        return reading.read(caller.actor(), id);
    }
}
