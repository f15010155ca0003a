package dev.clm.core.policy.workflow;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import dev.clm.common.field.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A workflow_definition document (schema.md): steps with different ids, each of a known type, and who approves. */
public record WorkflowDefinition(List<Step> steps) {
    private static final Set<String> TYPES = Set.of("approval", "validation", "action", "notification", "decision");
    private static final String FIELD = "workflow_definition";
    private static final int MOST_STEPS = 100;

    /** One step; `approvers` are those named in it, empty where any holder of the permission may approve. */
    public record Step(int id, String type, List<String> approvers) {
        public boolean isApproval() {
            return type.equals("approval");
        }
    }

    /** Refuses with all faults at once, by field (`workflow_definition.steps[2].type`). */
    public static WorkflowDefinition parse(String json) throws ClmException {
        JsonNode steps = Json.read(json)
                .map(document -> document.path("steps"))
                .filter(array -> array.isArray() && array.size() <= MOST_STEPS)
                .orElseThrow(() -> ClmException.invalid(
                        FIELD + ".steps", "invalid_value", "must be an array of at most " + MOST_STEPS + " steps"));
        List<FieldError> faults = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < steps.size(); i++) {
            check(steps.get(i), FIELD + ".steps[" + i + "]", ids, faults);
        }
        if (!faults.isEmpty()) {
            throw ClmException.invalid(faults);
        }
        return new WorkflowDefinition(
                steps.valueStream().map(WorkflowDefinition::step).toList());
    }

    private static void check(JsonNode step, String field, Set<Integer> ids, List<FieldError> faults) {
        JsonNode id = step.path("step_id");
        if (!id.isInt() || id.intValue() < 1 || !ids.add(id.intValue())) {
            faults.add(fault(field + ".step_id", "must be a whole number of 1 or more that no other step has"));
        }
        if (!step.path("type").isString() || !TYPES.contains(step.path("type").asString())) {
            faults.add(fault(field + ".type", "must be approval, validation, action, notification or decision"));
        }
        JsonNode approvers = step.path("approvers");
        if (!approvers.isMissingNode()
                && !(approvers.isArray() && approvers.valueStream().allMatch(JsonNode::isString))) {
            faults.add(fault(field + ".approvers", "must be an array of strings"));
        }
    }

    private static FieldError fault(String field, String detail) {
        return new FieldError(field, "invalid_value", detail);
    }

    private static Step step(JsonNode step) {
        return new Step(
                step.path("step_id").intValue(),
                step.path("type").asString(),
                step.path("approvers").valueStream().map(JsonNode::asString).toList());
    }
}
