package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRLEntry;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Entries of certificates that have ended (RFC 5280, 3.3). */
@Tag("R2")
class EndedCertificateIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Tenant tenant = Tenant.create();
    private final UUID authority = tenant.issuing().rowId();

    /** Line B4: after an outage over a weekend it has not yet been on a list that was issued after the end. */
    @Test
    @Tag("keys-B4")
    void anEntryStaysUntilListsSaidItForADayAfterTheEnd() {
        Answer ended = issue("server");
        revoke(ended.id());
        awaitListed(ended, true);
        end(ended.id());

        publishWithAnotherRevocation();
        awaitListed(ended, true);

        settle();
        publishWithAnotherRevocation();
        awaitListed(ended, false);
    }

    /** Line B4: code is judged after the end of its certificate. */
    @Test
    @Tag("keys-B4")
    void codeSigningStays() {
        Answer ended = issue("code_signing");
        revoke(ended.id());
        awaitListed(ended, true);
        end(ended.id());
        settle();

        publishWithAnotherRevocation();

        awaitListed(ended, true);
    }

    /** Line B4: as long as CLM_CRL_CODE_SIGNING_KEPT says, ten years unless said otherwise. */
    @Test
    @Tag("keys-B4")
    void codeSigningStaysForTenYears() {
        Answer nineYearsAgo = issue("code_signing");
        Answer elevenYearsAgo = issue("code_signing");
        revoke(nineYearsAgo.id());
        revoke(elevenYearsAgo.id());
        awaitListed(nineYearsAgo, true);
        awaitListed(elevenYearsAgo, true);
        end(nineYearsAgo.id(), "9 years");
        end(elevenYearsAgo.id(), "11 years");
        settle();

        publishWithAnotherRevocation();

        awaitListed(elevenYearsAgo, false);
        awaitListed(nineYearsAgo, true);
    }

    /** Line B8. */
    @Test
    @Tag("keys-B8")
    void aCertificateThatHadEndedBeforeItWasRevokedIsListed() {
        Answer ended = issue("server");
        end(ended.id());

        revoke(ended.id());

        awaitListed(ended, true);
    }

    /** Line B8. */
    @Test
    @Tag("keys-B8")
    void aCertificateThatHadEndedIsListedWithItsInvalidityDate() {
        Answer ended = issue("server");
        end(ended.id());

        tenant.administrator()
                .post(
                        Tenant.path(ended.id()) + "/revoke",
                        Map.of("reason", "superseded", "invalidity_date", "2026-01-02T03:04:05Z"))
                .expect(200);

        awaitListed(ended, true);
        assertThat(new String(entry(ended).getExtensionValue("2.5.29.24"), StandardCharsets.US_ASCII))
                .contains("20260102030405Z");
    }

    /** Line B8: what was signed before is judged after the end, and after the revocation. */
    @Test
    @Tag("keys-B8")
    void codeSigningThatHadEndedBeforeItWasRevokedIsListedAndStays() {
        Answer ended = issue("code_signing");
        Answer other = issue("server");
        end(ended.id());
        end(other.id());
        revoke(ended.id());
        revoke(other.id());
        awaitListed(ended, true);
        awaitListed(other, true);
        // As days after the revocation.
        end(ended.id());
        end(other.id());
        settle();

        publishWithAnotherRevocation();

        awaitListed(other, false);
        awaitListed(ended, true);
    }

    /** Line B8: its sibling. Nobody would ever say so. */
    @Test
    @Tag("keys-B8")
    void whatNoListCouldNameAnyMoreIsAConflict() {
        Answer ended = issue("server");
        end(tenant.issuing().id());

        tenant.administrator()
                .post(Tenant.path(ended.id()) + "/revoke", Map.of("reason", "superseded"))
                .expect(409, "state_conflict");

        assertThat(tenant.administrator().get(Tenant.path(ended.id())).text("status"))
                .isEqualTo("active");
    }

    private Answer issue(String type) {
        return tenant.issue("ended.example", Map.of("certificate_type", type)).expect(201);
    }

    private void end(UUID id) {
        end(id, "3 days");
    }

    private void end(UUID id, String ago) {
        Rows.secureUnseen(
                "update certificates set not_before = now() - ?::interval - interval '6 days',"
                        + " not_after = now() - ?::interval where id = ?",
                ago,
                ago,
                id);
        Rows.secureUnseen(
                "update certificate_revocations set listed_until = now() - ?::interval where certificate_id = ?",
                ago,
                id);
    }

    /** As after more than a day of lists. */
    private void settle() {
        Rows.secure(
                "update crl_publications set settling_since = now() - interval '25 hours' where authority_id = ?",
                authority);
    }

    private void publishWithAnotherRevocation() {
        Answer other = issue("server");
        revoke(other.id());
        awaitListed(other, true);
    }

    private void revoke(UUID id) {
        tenant.administrator()
                .post(Tenant.path(id) + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
    }

    private void awaitListed(Answer issued, boolean listed) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(entry(issued) != null).isEqualTo(listed));
    }

    private X509CRLEntry entry(Answer issued) {
        return IssuedPath.crl(tenant.fetch(tenant.issuing().crlPath()))
                .getRevokedCertificate(new BigInteger(issued.text("serial_number"), 16));
    }
}
