package dev.clm.api.identity.user;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.idempotency.IdempotencyHeader;
import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.api.http.idempotency.InFlightRequests;
import dev.clm.api.row.ResourceController;
import dev.clm.common.field.Json;
import dev.clm.common.work.ProcessorWork;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.user.PasswordHash;
import dev.clm.core.identity.user.UserFields;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** `/api/v1/users`. */
@RestController
@RequestMapping("/api/v1/users")
@Requires.On("users")
public class UserController extends ResourceController {
    private final ProcessorWork processors;

    public UserController(Users users, ProcessorWork processors, InFlightRequests running) {
        super(users, running);
        this.processors = processors;
    }

    /** The stored fingerprint of a body is a fast hash: a password in it is replaced by its slow one first. */
    @Override
    protected Optional<IdempotencyRequest> keyOf(
            AuthenticatedCaller caller, HttpServletRequest request, Map<String, Object> body) {
        return super.keyOf(caller, request, body)
                .map(key -> body.get(UserFields.PASSWORD) instanceof String password
                        ? withSlowHash(key, body, password)
                        : key);
    }

    private IdempotencyRequest withSlowHash(IdempotencyRequest key, Map<String, Object> body, String password) {
        Map<String, Object> fields = new LinkedHashMap<>(body);
        String salt = key.organization() + " " + key.userId() + " " + key.key();
        fields.put(UserFields.PASSWORD, processors.run(() -> PasswordHash.digest(password, salt)));
        byte[] harmless = Json.write(fields).getBytes(StandardCharsets.UTF_8);
        return new IdempotencyRequest(
                key.organization(),
                key.userId(),
                key.key(),
                key.operation(),
                IdempotencyHeader.fingerprint(key.operation(), harmless));
    }
}
