package dev.clm.api.policy.policy;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.idempotency.InFlightRequests;
import dev.clm.api.row.ResourceController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** `/api/v1/policies`. */
@RestController
@RequestMapping("/api/v1/policies")
@Requires.On("policies")
public class PolicyController extends ResourceController {
    public PolicyController(Policies policies, InFlightRequests running) {
        super(policies, running);
    }
}
