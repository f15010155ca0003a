package dev.clm.api.certificate.search;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lists page by key. */
class CertificatePagesIT {
    @Test
    void pagesByCursorShowEveryCertificateOnce() {
        Tenant many = Tenant.create();
        for (int i = 0; i < 5; i++) {
            many.issue("page-" + i + ".example");
        }
        for (String sort : List.of("created_at", "-created_at", "common_name", "-common_name", "not_after")) {
            List<UUID> all = many.administrator()
                    .get(CERTIFICATES + "?limit=500&sort=" + sort)
                    .expect(200)
                    .ids();
            assertThat(all).hasSize(7);
            assertThat(paged(many, sort)).as(sort).isEqualTo(all);
        }
    }

    @Test
    void cursorHoldsWhileCertificatesAreAdded() {
        Tenant growing = Tenant.create();
        growing.issue("old.example");
        Answer first = growing.administrator()
                .get(CERTIFICATES + "?limit=1&sort=-created_at")
                .expect(200);
        growing.issue("new.example");

        Answer second = growing.administrator()
                .get(CERTIFICATES + "?limit=500&sort=-created_at&cursor=" + first.text("next_cursor"))
                .expect(200);

        assertThat(second.ids()).hasSize(2).doesNotContainAnyElementsOf(first.ids());
    }

    @Test
    void largestAndSmallestLimitAreTaken() {
        Tenant many = Tenant.create();
        assertThat(many.administrator()
                        .get(CERTIFICATES + "?limit=500")
                        .expect(200)
                        .ids())
                .hasSize(2);
        assertThat(many.administrator()
                        .get(CERTIFICATES + "?limit=1")
                        .expect(200)
                        .ids())
                .hasSize(1);
    }

    private static List<UUID> paged(Tenant tenant, String sort) {
        List<UUID> found = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Answer page = tenant.administrator()
                    .get(CERTIFICATES + "?limit=2&sort=" + sort + cursor)
                    .expect(200);
            found.addAll(page.ids());
            cursor = page.text("next_cursor") == null ? null : "&cursor=" + page.text("next_cursor");
        }
        return found;
    }
}
