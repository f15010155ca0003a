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

        assertThat(both.allows("certificates", "read")).isTrue();
        assertThat(both.allows("certificates", "create")).isTrue();
        assertThat(both.allows("audit", "read")).isTrue();
        assertThat(both.allows("audit", "create")).isFalse();
    }

    @Test
    void starStandsForAnyResourceOrAction() {
        assertThat(ALL.allows("certificates", "export")).isTrue();
        assertThat(Permissions.ofRoles(List.of("{\"certificates\":[\"*\"]}")).allows("certificates", "export"))
                .isTrue();
        assertThat(Permissions.ofRoles(List.of("{\"*\":[\"read\"]}")).allows("users", "read"))
                .isTrue();
        assertThat(Permissions.ofRoles(List.of("{\"*\":[\"read\"]}")).allows("users", "create"))
                .isFalse();
    }

    @Test
    void whatCannotBeReadGrantsNothing() {
        Permissions none = Permissions.ofRoles(
                List.of("not json", "[\"*\"]", "{\"certificates\":\"read\"}", "{\"certificates\":[1,{\"read\":1}]}"));

        assertThat(none.allows("certificates", "read")).isFalse();
        assertThat(Permissions.NONE.allows("certificates", "read")).isFalse();
    }

    @Test
    void scopesRestrictAndNeverAdd() {
        Permissions scoped = ALL.restrictedTo(List.of("certificates:read", "audit:*"));
        assertThat(scoped.allows("certificates", "read")).isTrue();
        assertThat(scoped.allows("certificates", "create")).isFalse();
        assertThat(scoped.allows("audit", "anything")).isTrue();

        Permissions reader = Permissions.ofRoles(List.of("{\"certificates\":[\"read\"]}"));
        assertThat(reader.restrictedTo(List.of("*:*")).allows("certificates", "create"))
                .isFalse();
        assertThat(reader.restrictedTo(List.of()).allows("certificates", "read"))
                .isFalse();
    }
}
