package dev.clm.api.identity.organization;

import static dev.clm.api.testing.Bodies.ORGANIZATIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Bodies;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is particular to organizations: who manages them, and what a deleted one is worth. */
class OrganizationsIT {
    private final Tenant tenant = Tenant.create();
    private final Caller administrator = tenant.administrator();

    @Test
    @Tag("S3")
    void whoIsNoSystemAdministratorSeesTheActingOneOnly() {
        Caller reader = tenant.caller("USER");
        UUID role = Rows.core(
                        UUID.class,
                        "insert into roles (role_name, role_code, permissions) values (?, ?,"
                                + " '{\"organizations\":[\"*\"]}') returning id",
                        Tenant.unique("reader"),
                        Tenant.unique("READER"))
                .get(0);
        Rows.core("update user_roles set role_id = ? where user_id = ?", role, reader.userId());
        UUID other = administrator
                .post(ORGANIZATIONS, Bodies.organization(Map.of()))
                .expect(201)
                .id();

        assertThat(reader.get(ORGANIZATIONS).expect(200).ids()).containsExactly(reader.organizationId());
        reader.get(ORGANIZATIONS + "/" + other).expect(404, "not_found");
        reader.patch(ORGANIZATIONS + "/" + reader.organizationId(), Map.of("max_users", 1000))
                .expect(403, "forbidden");
        administrator.get(ORGANIZATIONS + "/" + other).expect(200);
    }

    @Test
    void whoCreatesAnOrganizationIsItsFirstMember() {
        UUID made = administrator
                .post(ORGANIZATIONS, Bodies.organization(Map.of("max_users", 5)))
                .expect(201)
                .id();

        assertThat(Rows.countCore(
                        "user_organizations where organization_id = ? and user_id = ? and not is_primary",
                        made,
                        administrator.userId()))
                .isEqualTo(1);
    }

    @Test
    void membersOfADeletedOrganizationCanNoLongerActInIt() {
        Caller member = Tenant.create().administrator();
        String path = ORGANIZATIONS + "/" + member.organizationId();

        administrator.delete(path).expect(204);

        member.get(ORGANIZATIONS).expect(403, "forbidden");
        administrator.post(path + "/restore", "").expect(200);
        member.get(ORGANIZATIONS).expect(200);
    }

    @Test
    void theActingOrganizationIsNeitherDeletedNorClosed() {
        String own = ORGANIZATIONS + "/" + administrator.organizationId();

        administrator.delete(own).expect(409, "state_conflict");
        administrator.patch(own, Map.of("status", "suspended")).expect(409, "state_conflict");
    }

    @Test
    void aContactWhoIsNotThereIsNamed() {
        assertThat(administrator
                        .post(ORGANIZATIONS, Bodies.organization(Map.of("primary_contact_user_id", UUID.randomUUID())))
                        .expect(422)
                        .fields())
                .containsExactly("primary_contact_user_id");
    }
}
