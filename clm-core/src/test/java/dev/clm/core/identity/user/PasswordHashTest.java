package dev.clm.core.identity.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordHashTest {
    @Test
    void theHashIsArgon2idAndCarriesTheSaltThatStandsBesideIt() {
        PasswordHash hash = PasswordHash.of("correct horse");

        assertThat(hash.hash()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$" + hash.salt() + "$");
        assertThat(hash.hash()).hasSizeLessThanOrEqualTo(255);
        assertThat(hash.matches("correct horse")).isTrue();
        assertThat(hash.matches("correct horsf")).isFalse();
    }

    @Test
    void neverShowsInText() {
        PasswordHash hash = PasswordHash.ofUnknownPassword();

        assertThat(hash.toString()).doesNotContain(hash.hash()).doesNotContain(hash.salt());
    }
}
