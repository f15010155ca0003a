package dev.clm.core.identity.organization;

import static dev.clm.common.field.MemberTypes.code;
import static dev.clm.common.field.MemberTypes.document;
import static dev.clm.common.field.MemberTypes.email;
import static dev.clm.common.field.MemberTypes.line;
import static dev.clm.common.field.MemberTypes.number;
import static dev.clm.common.field.MemberTypes.oneOf;
import static dev.clm.common.field.MemberTypes.text;
import static dev.clm.common.field.MemberTypes.time;
import static dev.clm.common.field.MemberTypes.uuid;

import dev.clm.common.field.Members;
import java.util.Set;

/** What an organization consists of when it is created or changed. */
public final class OrganizationMembers {
    public static final Set<String> STATUSES = Set.of("active", "suspended", "inactive");
    public static final Members ALL = new Members(
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

    private OrganizationMembers() {}
}
