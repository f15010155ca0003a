package dev.clm.common.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StorableTextTest {
    @Test
    void nulAndHalfASurrogatePairCannotBeStored() {
        assertThat(StorableText.isStorable("a\u0000b")).isFalse();
        assertThat(StorableText.isStorable("a\ud83d")).isFalse();
        assertThat(StorableText.isStorable("\udd12a")).isFalse();
        assertThat(StorableText.isStorable("a\ud83d\udd12\n")).isTrue();
    }

    @Test
    void aNameIsOneStrippedLineWithinItsLength() {
        assertThat(StorableText.isName("München", 7)).isTrue();
        assertThat(StorableText.isName("\ud83d\udd12", 1)).isTrue();
        assertThat(StorableText.isName("abc", 2)).isFalse();
        assertThat(StorableText.isName(" a", 9)).isFalse();
        assertThat(StorableText.isName("a\nb", 9)).isFalse();
        assertThat(StorableText.isName("", 9)).isFalse();
    }
}
