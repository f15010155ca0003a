package dev.clm.api.certificate.authority;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.description.Answers;
import dev.clm.api.http.idempotency.FirstAnswer;
import dev.clm.api.http.idempotency.IdempotencyHeader;
import dev.clm.api.http.idempotency.StoredAnswers;
import dev.clm.common.field.Page;
import dev.clm.common.field.PageLimit;
import dev.clm.core.identity.apikey.AuthenticatedCaller;
import dev.clm.core.identity.role.Permission;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** `/api/v1/certificate-authorities`. */
@RestController
@RequestMapping("/api/v1/certificate-authorities")
public class AuthorityController {
    private static final int CREATED = 201;

    private final CreateAuthority creation;
    private final ReadAuthorities reading;
    private final ChooseDefaultIssuer choice;
    private final StoredAnswers answers;
    private final JsonMapper json;

    public AuthorityController(
            CreateAuthority creation,
            ReadAuthorities reading,
            ChooseDefaultIssuer choice,
            StoredAnswers answers,
            JsonMapper json) {
        this.creation = creation;
        this.reading = reading;
        this.choice = choice;
        this.answers = answers;
        this.json = json;
    }

    @PostMapping
    @Requires(Permission.CERTIFICATE_AUTHORITIES_CREATE)
    @Answers(status = 201, with = AuthorityView.class, headers = "Location", once = true)
    public ResponseEntity<String> create(
            AuthenticatedCaller caller, HttpServletRequest request, @RequestBody CreateAuthorityBody body) {
        FirstAnswer<CertificateAuthority> answer = new FirstAnswer<>(
                IdempotencyHeader.of(request, caller.actor()),
                CREATED,
                authority -> "/api/v1/certificate-authorities/" + authority.certificateId(),
                authority -> json.writeValueAsString(reading.view(authority)));
        return answers.once(answer, () -> creation.create(caller.actor(), body.checked(), answer::toStore));
    }

    /** From now on it issues where neither a request nor a policy names an authority. */
    @PostMapping("/{id}/make-default")
    @Requires(Permission.CERTIFICATE_AUTHORITIES_CREATE)
    public AuthorityView makeDefault(AuthenticatedCaller caller, @PathVariable UUID id) {
        return reading.view(choice.choose(caller.actor(), id));
    }

    @GetMapping
    @Requires(Permission.CERTIFICATES_READ)
    public Page<AuthorityView> list(
            AuthenticatedCaller caller,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) UUID cursor) {
        return reading.list(caller.actor(), cursor, PageLimit.require(limit));
    }

    @GetMapping("/{id}")
    @Requires(Permission.CERTIFICATES_READ)
    public AuthorityView read(AuthenticatedCaller caller, @PathVariable UUID id) {
        return reading.read(caller.actor(), id);
    }
}
