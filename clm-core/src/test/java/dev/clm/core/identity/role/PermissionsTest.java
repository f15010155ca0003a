package dev.clm.core.identity.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PermissionsTest {
    private static final Permissions ALL = Permissions.ofRoles(List.of("{\"*\":[\"*\"]}"));

    @Test
    void severalRolesAddUp() {
        Permissions both = Permissions.ofRoles(
                List.of("{\"certificates\":[\"read\"]}", "{\"certificates\":[\"create\"],\"audit\":[\"read\"]}"));

        assertThat(both.allows(Permission.CERTIFICATES_READ)).isTrue();
        assertThat(both.allows(Permission.CERTIFICATES_CREATE)).isTrue();
        assertThat(both.allows(Permission.AUDIT_READ)).isTrue();
        assertThat(both.allows(Permission.CERTIFICATES_DELETE)).isFalse();
    }

    @Test
    void starStandsForAnyResourceOrAction() {
        assertThat(ALL.allows(Permission.CERTIFICATES_EXPORT)).isTrue();
        assertThat(Permissions.ofRoles(List.of("{\"certificates\":[\"*\"]}")).allows(Permission.CERTIFICATES_EXPORT))
                .isTrue();
        assertThat(Permissions.ofRoles(List.of("{\"*\":[\"read\"]}")).allows(Permission.USERS_READ))
                .isTrue();
        assertThat(Permissions.ofRoles(List.of("{\"*\":[\"read\"]}")).allows(Permission.USERS_CREATE))
                .isFalse();
    }

    @Test
    void whatCannotBeReadGrantsNothing() {
        Permissions none = Permissions.ofRoles(
                List.of("not json", "[\"*\"]", "{\"certificates\":\"read\"}", "{\"certificates\":[1,{\"read\":1}]}"));

        assertThat(none.allows(Permission.CERTIFICATES_READ)).isFalse();
        assertThat(Permissions.NONE.allows(Permission.CERTIFICATES_READ)).isFalse();
    }

    @Test
    void theFormerWordForTheKeysOfARotationStillCounts() {
        for (String keys : List.of("keys", "encryption_keys")) {
            assertThat(Permissions.ofRoles(List.of("{\"" + keys + "\":[\"read\"]}"))
                            .restrictedTo(List.of("keys:*"))
                            .allows(Permission.ENCRYPTION_KEYS_READ))
                    .isTrue();
            assertThat(ALL.restrictedTo(List.of(keys + ":rotate")).allows(Permission.ENCRYPTION_KEYS_ROTATE))
                    .isTrue();
        }
        Permissions former = Permissions.ofRoles(List.of("{\"keys\":[\"*\"]}"));
        assertThat(former.allows(Permission.ENCRYPTION_KEYS_ROTATE)).isTrue();
        assertThat(former.allows(Permission.ENCRYPTION_KEYS_DESTROY))
                .as("it never included this")
                .isFalse();
    }

    @Test
    void scopesRestrictAndNeverAdd() {
        Permissions scoped = ALL.restrictedTo(List.of("certificates:read", "workflows:*"));
        assertThat(scoped.allows(Permission.CERTIFICATES_READ)).isTrue();
        assertThat(scoped.allows(Permission.CERTIFICATES_CREATE)).isFalse();
        assertThat(scoped.allows(Permission.WORKFLOWS_APPROVE)).isTrue();

        Permissions reader = Permissions.ofRoles(List.of("{\"certificates\":[\"read\"]}"));
        assertThat(reader.restrictedTo(List.of("*:*")).allows(Permission.CERTIFICATES_CREATE))
                .isFalse();
        assertThat(reader.restrictedTo(List.of()).allows(Permission.CERTIFICATES_READ))
                .isFalse();
    }
}
