package dev.clm.core.identity.organization;

import static dev.clm.common.field.FieldTypes.code;
import static dev.clm.common.field.FieldTypes.document;
import static dev.clm.common.field.FieldTypes.email;
import static dev.clm.common.field.FieldTypes.line;
import static dev.clm.common.field.FieldTypes.number;
import static dev.clm.common.field.FieldTypes.oneOf;
import static dev.clm.common.field.FieldTypes.text;
import static dev.clm.common.field.FieldTypes.time;
import static dev.clm.common.field.FieldTypes.uuid;

import dev.clm.common.field.JsonFields;
import java.util.Set;

/** What an organization consists of when it is created or changed. */
public final class OrganizationFields {
    public static final Set<String> STATUSES = Set.of("active", "suspended", "inactive");
    public static final JsonFields ALL = new JsonFields(
            line("org_name", 255).required(),
            code("org_code").required().fixed(),
            text("description"),
            line("website", 255),
            line("industry", 100),
            uuid("primary_contact_user_id"),
            email("billing_email"),
            email("support_email"),
            document("settings", false).filled(),
            oneOf("status", "active", "suspended", "inactive").filled(),
            line("license_type", 50),
            time("license_expires_at"),
            number("max_users", 1),
            number("max_certificates", 0));

    private OrganizationFields() {}
}
