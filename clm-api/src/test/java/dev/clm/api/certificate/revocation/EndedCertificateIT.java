package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.math.BigInteger;
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
    void anEntryStaysUntilListsSaidItForADayAfterTheEnd() {
        Answer ended = issue("server");
        revoke(ended.id());
        awaitListed(ended, true);
        end(ended.id());

        publishWithAnotherRevocation();
        awaitListed(ended, true);

        Rows.secure(
                "update crl_publications set settling_since = now() - interval '25 hours' where authority_id = ?",
                authority);
        publishWithAnotherRevocation();
        awaitListed(ended, false);
    }

    /** Line B4: code is judged after the end of its certificate. */
    @Test
    void codeSigningStays() {
        Answer ended = issue("code_signing");
        revoke(ended.id());
        awaitListed(ended, true);
        end(ended.id());
        Rows.secure(
                "update crl_publications set settling_since = now() - interval '25 hours' where authority_id = ?",
                authority);

        publishWithAnotherRevocation();

        awaitListed(ended, true);
    }

    /** Line B8. */
    @Test
    void aCertificateThatHadEndedBeforeItWasRevokedIsListed() {
        Answer ended = issue("server");
        end(ended.id());

        revoke(ended.id());

        awaitListed(ended, true);
    }

    /** Line B8: its sibling. Nobody would ever say so. */
    @Test
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
        Rows.secureUnseen(
                "update certificates set not_before = now() - interval '9 days', not_after = now() - interval '3 days'"
                        + " where id = ?",
                id);
        Rows.secureUnseen(
                "update certificate_revocations set listed_until = now() - interval '3 days' where certificate_id = ?",
                id);
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
                .untilAsserted(() -> assertThat(
                                IssuedPath.crl(tenant.fetch(tenant.issuing().crlPath()))
                                                .getRevokedCertificate(new BigInteger(issued.text("serial_number"), 16))
                                        != null)
                        .isEqualTo(listed));
    }
}
