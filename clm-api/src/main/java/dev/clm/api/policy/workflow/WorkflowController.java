package dev.clm.api.policy.workflow;

import dev.clm.api.http.access.Requires;
import dev.clm.api.http.idempotency.InFlightRequests;
import dev.clm.api.row.ResourceController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** `/api/v1/workflows`. */
@RestController
@RequestMapping("/api/v1/workflows")
@Requires.On("workflows")
public class WorkflowController extends ResourceController {
    public WorkflowController(Workflows workflows, InFlightRequests running) {
        super(workflows, running);
    }
}
