package dev.clm.core.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
    @Test
    void aGeneratedKeyHasTheDocumentedShapeAndParsesToItself() {
        ApiKey key = ApiKey.generate();

        assertThat(key.reveal()).matches("clm_[0-9a-z]{8}_[A-Za-z0-9_-]{43}");
        assertThat(ApiKey.parse(key.reveal())).map(ApiKey::hash).contains(key.hash());
        assertThat(ApiKey.generate().reveal()).isNotEqualTo(key.reveal());
    }

    @Test
    void theHashIsLowerCaseHexSha256OfTheWholeKey() {
        ApiKey key = ApiKey.parse("clm_abcdefgh_" + "A".repeat(43)).orElseThrow();

        assertThat(key.hash()).isEqualTo("9b9d37c8a84763affe97cce88f366cacc366a82c5184231ba03b7519a829e037");
    }

    @Test
    void neitherPrefixNorTextShowsTheSecret() {
        ApiKey key = ApiKey.generate();
        String secret = key.reveal().substring(13);

        assertThat(key.prefix()).hasSize(12).isEqualTo(key.reveal().substring(0, 12));
        assertThat(key.toString()).contains(key.prefix()).doesNotContain(secret);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "clm_",
                "clm_abcdefgh_AAAA",
                "clm_ABCDEFGH_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "clm_abcdefgh_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                "clm_abcdefgh-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "clm_abcdefg00e9_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "clm_abcdefgh_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"
            })
    void whatHasAnotherShapeIsNoKey(String presented) {
        assertThat(ApiKey.parse(presented)).isEmpty();
    }
}
