package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.secure.certificate.authority.CrlScope;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a list is made, and what it waits for. */
class DueAuthoritiesIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final RunningService service = RunningService.shared();
    private final Tenant tenant = Tenant.create();
    private final UUID authority = tenant.issuing().rowId();

    /** Line B1: issuance's foreign key holds this lock until it commits. */
    @Test
    @Tag("R2")
    @Tag("keys-B1")
    void aListIsPublishedWhileACertificateOfTheAuthorityIsBeingStored() throws Exception {
        try (Connection database = service.superuser("clm_secure_db");
                Statement statement = database.createStatement()) {
            database.setAutoCommit(false);
            statement.execute("select from certificate_authorities where id = '" + authority + "' for key share");
            Rows.secure("update crl_publications set claimed_until = '-infinity' where authority_id = ?", authority);
            long before = latest();

            service.context().getBean(PublishCrl.class).publish(CrlScope.full(authority));

            assertThat(latest()).isGreaterThan(before);
        }
    }

    /** Line B2. */
    @Test
    @Tag("R2")
    @Tag("keys-B2")
    void twoRevocationsOfOneMomentShareAList() {
        UUID one = tenant.issue("one.example");
        UUID other = tenant.issue("other.example");
        revoke(one, "superseded");
        revoke(other, "superseded");

        awaitListed(one);
        awaitListed(other);

        assertThat(Rows.secure(
                        Long.class,
                        "select distinct crl_sequence_number from certificate_revocations where certificate_id in (?, ?)",
                        one,
                        other))
                .hasSize(1);
    }

    @Test
    void aHoldThatBecameFinalBeforeItWasListed() {
        UUID id = tenant.issue("held-then-final.example");
        revoke(id, "certificate_hold");
        revoke(id, "superseded");

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(Rows.countSecure(
                                "certificate_revocations where certificate_id = ? and crl_entry_added", id))
                        .isEqualTo(2));
    }

    /** Line B2. */
    @Test
    @Tag("R2")
    @Tag("keys-B2")
    void onlyTheLastFewListsAreKept() {
        for (int i = 0; i < 5; i++) {
            Rows.secure("update crl_publications set claimed_until = '-infinity' where authority_id = ?", authority);
            service.context().getBean(PublishCrl.class).publish(CrlScope.full(authority));
        }
        assertThat(Rows.countSecure("certificate_revocation_lists where authority_id = ?", authority))
                .isEqualTo(3);
    }

    /** Line B5: for relying parties whose clocks are slow. */
    @Test
    @Tag("R2")
    @Tag("keys-B5")
    void aListBeginsAMinuteBeforeItIsMade() {
        Rows.secure(
                "update crl_publications set claimed_until = '-infinity', this_update = null where authority_id = ?",
                authority);
        service.context().getBean(PublishCrl.class).publish(CrlScope.full(authority));

        assertThat(IssuedPath.crl(tenant.fetch(tenant.issuing().crlPath())).getThisUpdate())
                .isBefore(Instant.now().minusSeconds(55));
    }

    /** Line B5: as after one whose beginning was not put back. Of an authority's lists none begins before the one that it replaces. */
    @Test
    @Tag("R2")
    @Tag("keys-B5")
    void aListBeginsNoEarlierThanTheOneBefore() {
        long before = latest();
        long began = Rows.secure(
                        Long.class,
                        "update crl_publications set claimed_until = '-infinity', this_update ="
                                + " date_trunc('second', now() - interval '5 seconds')"
                                + " where authority_id = ? returning extract(epoch from this_update)::bigint",
                        authority)
                .get(0);

        service.context().getBean(PublishCrl.class).publish(CrlScope.full(authority));

        assertThat(latest()).isGreaterThan(before);
        assertThat(IssuedPath.crl(tenant.fetch(tenant.issuing().crlPath()))
                        .getThisUpdate()
                        .toInstant())
                .isEqualTo(Instant.ofEpochSecond(began));
    }

    /** A1: an instance of an earlier release, with a clock 400 days ahead, has left such a list. */
    @Test
    @Tag("T7")
    void aListThatIsDatedAheadIsReplacedAtOnceByOneThatIsNot() {
        long before = latest();
        Rows.secure(
                "update crl_publications set this_update = now() + interval '400 days', next_update = now() +"
                        + " interval '407 days', settling_since = now() + interval '400 days', claimed_until = '-infinity'"
                        + " where authority_id = ?",
                authority);

        await().atMost(LONG).until(() -> latest() > before);

        assertThat(IssuedPath.crl(tenant.fetch(tenant.issuing().crlPath())).getThisUpdate())
                .isBefore(Instant.now());
        assertThat(Rows.countSecure("crl_publications where authority_id = ? and this_update > now()", authority))
                .isZero();
    }

    /** The database's clock was ahead, and all that asked it. */
    @Test
    @Tag("T7")
    void aClaimThatIsDatedAheadHoldsNoListBack() {
        Rows.secure(
                "update crl_publications set claimed_until = now() + interval '400 days', published_at = now() +"
                        + " interval '400 days' where authority_id = ?",
                authority);
        UUID id = tenant.issue("claimed-ahead.example");

        revoke(id, "superseded");

        awaitListed(id);
    }

    /** It was small when it was made: CLM_CRL_LARGE has been lowered since. */
    @Test
    @Tag("R2")
    void aLargeListThatNamesNoDeltaDoesNotWait() {
        UUID id = tenant.issue("no-delta-yet.example");
        Rows.secure(
                "update crl_publications set entry_count = 20500, published_at = now() where authority_id = ?",
                authority);

        revoke(id, "superseded");

        awaitListed(id);
    }

    /** Revocations that the release before wrote repeat nothing of their certificates yet. */
    @Test
    @Tag("R2")
    void revocationsFromBeforeAreDescribedAndListed() {
        UUID id = tenant.issue("from-before.example");
        revoke(id, "superseded");
        awaitListed(id);
        Rows.secureUnseen(
                "update certificate_revocations set issuer_authority_id = null, serial_number = null, listed_until = null,"
                        + " change_number = 0 where certificate_id = ?",
                id);
        Rows.secure("delete from crl_publications where authority_id = ?", authority);
        Rows.secure("delete from certificate_revocation_lists where authority_id = ?", authority);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(Rows.secure(
                                Integer.class,
                                "select entry_count from crl_publications where authority_id = ? and crl_number > 0",
                                authority))
                        .containsExactly(1));
    }

    private long latest() {
        return Rows.secure(
                        Long.class,
                        "select max(crl_number) from certificate_revocation_lists where authority_id = ?",
                        authority)
                .get(0);
    }

    private void revoke(UUID id, String reason) {
        tenant.administrator()
                .post(Tenant.path(id) + "/revoke", Map.of("reason", reason))
                .expect(200);
    }

    private static void awaitListed(UUID id) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(Rows.countSecure(
                                "certificate_revocations where certificate_id = ? and crl_entry_added", id))
                        .isEqualTo(1));
    }
}
