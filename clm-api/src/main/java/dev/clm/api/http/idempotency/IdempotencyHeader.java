package dev.clm.api.http.idempotency;

import dev.clm.api.http.web.RawBody;
import dev.clm.common.error.ClmException;
import dev.clm.common.identifier.Sha256;
import dev.clm.common.tenant.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the header `Idempotency-Key`: 1 to 255 visible ASCII characters, scoped to the caller's organization and user. */
public final class IdempotencyHeader {
    static final String NAME = "Idempotency-Key";
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private IdempotencyHeader() {}

    /** Empty where the client sent none. */
    public static Optional<IdempotencyRequest> of(HttpServletRequest request, Actor actor) {
        String key = request.getHeader(NAME);
        if (key == null) {
            return Optional.empty();
        }
        if (!VISIBLE_ASCII.matcher(key).matches()) {
            throw ClmException.invalid(NAME, "malformed", "must be 1 to 255 visible ASCII characters");
        }
        // The decoded path, as the router sees it: however it was written, it is the same request.
        String operation = request.getMethod() + " " + request.getServletPath();
        return Optional.of(new IdempotencyRequest(
                actor.organizationId(),
                actor.userId(),
                key,
                operation,
                fingerprint(target(request, operation), RawBody.of(request))));
    }

    private static String target(HttpServletRequest request, String operation) {
        return request.getQueryString() == null ? operation : operation + "?" + request.getQueryString();
    }

    /** SHA-256 over an operation and what it was asked with, in hex. */
    public static String fingerprint(String operation, byte[] body) {
        return Sha256.hex(operation.getBytes(StandardCharsets.UTF_8), new byte[1], body);
    }
}
