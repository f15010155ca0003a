package dev.clm.api.http.web;

import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Whoever opens the bare address in a browser comes to the description of the API. */
@Controller
class StartPage {
    private static final int FOUND = 302;
    private static final URI DESCRIPTION = URI.create("/swagger-ui/index.html");

    @GetMapping("/")
    ResponseEntity<Void> open() {
        return ResponseEntity.status(FOUND).location(DESCRIPTION).build();
    }
}
