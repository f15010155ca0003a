package dev.clm.core.policy.workflow;

import static dev.clm.common.field.MemberTypes.code;
import static dev.clm.common.field.MemberTypes.document;
import static dev.clm.common.field.MemberTypes.flag;
import static dev.clm.common.field.MemberTypes.line;
import static dev.clm.common.field.MemberTypes.oneOf;
import static dev.clm.common.field.MemberTypes.text;

import dev.clm.common.field.Json;
import dev.clm.common.field.Member;
import dev.clm.common.field.Members;
import java.util.Set;

/** What a workflow consists of when it is created or changed. A definition that could not be followed is refused here. */
public final class WorkflowMembers {
    public static final Set<String> STATUSES = Set.of("draft", "active", "inactive", "archived");
    public static final Members ALL = new Members(
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

    private WorkflowMembers() {}

    private static Member definition() {
        Member document = document("workflow_definition", false);
        return new Member(
                document.name(),
                document.type(),
                "a JSON object with an array of steps",
                value -> {
                    Object definition = document.reader().read(value);
                    var unused = WorkflowDefinition.parse(Json.write(definition));
                    return definition;
                },
                document.traits());
    }
}
