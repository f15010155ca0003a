package dev.clm.api.testing;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.idempotency.IdempotencyHeader;
import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Calls that do nothing, to look at the edge alone. Only on the tests' class path. */
@Hidden
@RestController
@RequestMapping("/api/v1/probe")
public class ProbeController {
    public static final Semaphore HELD = new Semaphore(0);

    record Name(String type, String value) {}

    record Body(String commonName, Integer validityDays, Boolean exportable, List<Name> names, UUID ownerUserId) {}

    record Answer(UUID organizationId, String username, String requestId, Instant now, Object nothing) {}

    @GetMapping
    @Requires(Permission.CERTIFICATES_READ)
    Answer who(AuthenticatedCaller caller) {
        return new Answer(
                caller.actor().organizationId().value(),
                caller.actor().username(),
                caller.actor().requestId(),
                Instant.parse("2026-01-02T03:04:05.123456Z"),
                null);
    }

    @PostMapping
    @Requires(Permission.CERTIFICATES_READ)
    Body echo(AuthenticatedCaller caller, @RequestBody Body body) {
        return body;
    }

    @PostMapping("/fingerprint")
    @Requires(Permission.CERTIFICATES_READ)
    Map<String, String> fingerprint(AuthenticatedCaller caller, HttpServletRequest request) {
        return Map.of(
                "fingerprint",
                IdempotencyHeader.of(request, caller.actor())
                        .map(IdempotencyRequest::fingerprint)
                        .orElse(""));
    }

    @GetMapping("/{id}")
    @Requires(Permission.CERTIFICATES_READ)
    UUID read(AuthenticatedCaller caller, @PathVariable UUID id, @RequestParam(defaultValue = "50") int limit) {
        return id;
    }

    @GetMapping("/refused/{code}")
    @Requires(Permission.CERTIFICATES_READ)
    void refuse(AuthenticatedCaller caller, @PathVariable String code) {
        throw ClmException.of(ErrorCode.valueOf(code), "refused as asked");
    }

    /** Keeps a thread of the server until {@link #HELD} is released. */
    @GetMapping("/held")
    @Requires(Permission.CERTIFICATES_READ)
    void hold(AuthenticatedCaller caller) throws InterruptedException {
        HELD.acquire();
    }

    @GetMapping("/forbidden")
    @Requires(Permission.CERTIFICATES_READ)
    void forbidden(AuthenticatedCaller caller) {
        throw new IllegalStateException("a secret that no client may see");
    }

    /** Names no permission, so nobody may call it. */
    @GetMapping("/unnamed")
    void unnamed() {
        throw new IllegalStateException("a method that nobody may call ran");
    }
}
