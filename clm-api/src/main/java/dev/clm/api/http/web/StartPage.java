package dev.clm.api.http.web;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;

/** Whoever opens the bare address in a browser comes to the description of the API; to a client it is a path like any other. */
@Controller
class StartPage {
    private static final int FOUND = 302;
    private static final URI DESCRIPTION = URI.create("/swagger-ui/index.html");

    @GetMapping("/")
    ResponseEntity<Void> open(@RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accepted) {
        if (!accepted.contains(MediaType.TEXT_HTML_VALUE)) {
            throw ClmException.of(ErrorCode.UNAUTHENTICATED, "a credential is required");
        }
        return ResponseEntity.status(FOUND).location(DESCRIPTION).build();
    }
}
