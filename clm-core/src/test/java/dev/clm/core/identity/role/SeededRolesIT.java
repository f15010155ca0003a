package dev.clm.core.identity.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.core.CoreFixture;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The permissions that the schema's roles have, and those that the service knows. */
@Tag("A1")
class SeededRolesIT {
    private static final String SEEDED = """
            select string_agg(distinct p.key || ':' || a, ' ') from roles r cross join jsonb_each(r.permissions) p
            cross join jsonb_array_elements_text(p.value) a where r.is_system_role and r.role_code <> 'SYSTEM_ADMIN'
            """;
    /** Held by who may do everything, and by roles that an operator makes. */
    private static final Set<Permission> OF_NO_OTHER_ROLE = EnumSet.of(
            Permission.CERTIFICATES_EXPORT,
            Permission.PRIVATE_KEYS_UPDATE,
            Permission.CERTIFICATE_AUTHORITIES_CREATE,
            Permission.ENCRYPTION_KEYS_READ,
            Permission.ENCRYPTION_KEYS_ROTATE,
            Permission.ENCRYPTION_KEYS_DESTROY,
            Permission.MASTER_KEY_ROTATE,
            Permission.INTEGRITY_READ,
            Permission.INTEGRITY_REPAIR,
            Permission.OUTBOX_READ,
            Permission.OUTBOX_UPDATE,
            Permission.USERS_CREATE,
            Permission.USERS_UPDATE,
            Permission.USERS_DELETE,
            Permission.ORGANIZATIONS_CREATE,
            Permission.ORGANIZATIONS_READ,
            Permission.ORGANIZATIONS_UPDATE,
            Permission.ORGANIZATIONS_DELETE,
            Permission.POLICIES_CREATE,
            Permission.POLICIES_DELETE,
            Permission.WORKFLOWS_CREATE,
            Permission.WORKFLOWS_UPDATE,
            Permission.WORKFLOWS_DELETE);

    @Test
    void whatTheyPermitIsKnownAndTheRestIsOfNoOtherRole() {
        assertThat(CoreFixture.value(String.class, SEEDED).split(" "))
                .containsExactlyInAnyOrderElementsOf(codes(EnumSet.complementOf(EnumSet.copyOf(OF_NO_OTHER_ROLE))));
    }

    @Test
    void aPermissionIsNamedAsItIsStored() {
        assertThat(Permission.values())
                .allSatisfy(permission ->
                        assertThat(permission.code().replace(':', '_')).isEqualToIgnoringCase(permission.name()));
    }

    private static List<String> codes(Set<Permission> permissions) {
        return permissions.stream().map(Permission::code).toList();
    }
}
