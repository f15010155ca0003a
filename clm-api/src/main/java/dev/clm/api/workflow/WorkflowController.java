package dev.clm.api.workflow;

import dev.clm.api.idempotency.InFlightRequests;
import dev.clm.api.resource.ResourceController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** `/api/v1/workflows`. */
@RestController
@RequestMapping("/api/v1/workflows")
public class WorkflowController extends ResourceController {
    public WorkflowController(Workflows workflows, InFlightRequests running) {
        super(workflows, running);
    }
}
