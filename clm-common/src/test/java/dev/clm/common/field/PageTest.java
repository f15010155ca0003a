package dev.clm.common.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void aRowMoreThanThePageShowsTellsWhereTheNextOneBegins() {
        assertThat(Page.of(List.of(1, 2, 3), 2, row -> row * 10)).isEqualTo(new Page<>(List.of(1, 2), "20"));
    }

    @Test
    void theLastPageHasNoCursor() {
        assertThat(Page.of(List.of(1, 2), 2, row -> row)).isEqualTo(new Page<>(List.of(1, 2), null));
        assertThat(Page.of(List.<Integer>of(), 2, row -> row).nextCursor()).isNull();
    }

    @Test
    void aViewOfAPageKeepsItsCursor() {
        assertThat(Page.of(List.of(1, 2), 1, row -> row).map(row -> "row " + row))
                .isEqualTo(new Page<>(List.of("row 1"), "1"));
    }
}
