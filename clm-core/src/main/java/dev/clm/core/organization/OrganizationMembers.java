package dev.clm.core.organization;

import static dev.clm.core.input.MemberTypes.code;
import static dev.clm.core.input.MemberTypes.document;
import static dev.clm.core.input.MemberTypes.email;
import static dev.clm.core.input.MemberTypes.line;
import static dev.clm.core.input.MemberTypes.number;
import static dev.clm.core.input.MemberTypes.oneOf;
import static dev.clm.core.input.MemberTypes.text;
import static dev.clm.core.input.MemberTypes.time;
import static dev.clm.core.input.MemberTypes.uuid;

import dev.clm.core.input.Members;
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
