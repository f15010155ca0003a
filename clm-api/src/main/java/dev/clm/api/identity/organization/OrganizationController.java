package dev.clm.api.identity.organization;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.idempotency.InFlightRequests;
import dev.clm.api.row.ResourceController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** `/api/v1/organizations`. */
@RestController
@RequestMapping("/api/v1/organizations")
@Requires.On("organizations")
public class OrganizationController extends ResourceController {
    public OrganizationController(Organizations organizations, InFlightRequests running) {
        super(organizations, running);
    }
}
