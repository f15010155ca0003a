package dev.clm.core.policy.workflow;

import static dev.clm.common.field.FieldTypes.code;
import static dev.clm.common.field.FieldTypes.document;
import static dev.clm.common.field.FieldTypes.flag;
import static dev.clm.common.field.FieldTypes.line;
import static dev.clm.common.field.FieldTypes.oneOf;
import static dev.clm.common.field.FieldTypes.text;

import dev.clm.common.field.Json;
import dev.clm.common.field.JsonField;
import dev.clm.common.field.JsonFields;
import java.util.Set;

/** What a workflow consists of when it is created or changed. A definition that could not be followed is refused here. */
public final class WorkflowFields {
    public static final Set<String> STATUSES = Set.of("draft", "active", "inactive", "archived");
    public static final JsonFields ALL = new JsonFields(
            line("workflow_name", 255).required(),
            code("workflow_code").required().fixed(),
            oneOf("workflow_type", "certificate_request", "renewal", "revocation", "key_rotation", "import", "export")
                    .required(),
            text("description"),
            definition().required(),
            document("auto_approve_conditions", false),
            flag("requires_approval").filled(),
            document("approval_chain", true),
            oneOf("status", "draft", "active", "inactive", "archived").filled());

    private WorkflowFields() {}

    private static JsonField definition() {
        JsonField document = document("workflow_definition", false);
        return document.readAs("a JSON object with an array of steps", value -> {
            Object definition = document.reader().read(value);
            WorkflowDefinition.parse(Json.write(definition));
            return definition;
        });
    }
}
