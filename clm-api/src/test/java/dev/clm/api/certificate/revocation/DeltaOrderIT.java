package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.OpenSsl;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.secure.certificate.authority.CertificateRevocationList;
import dev.clm.secure.certificate.authority.CrlPublicationRepository;
import dev.clm.secure.certificate.authority.CrlScope;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import java.lang.reflect.Field;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRLEntry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full lists and deltas share their numbers: relying parties take the later number for the later word, whatever they combine. */
@Tag("R2")
class DeltaOrderIT {
    private static final int ENTRIES = 20_500;
    private static final Duration LONG = Duration.ofSeconds(120);
    private final Tenant tenant = Tenant.create();
    private final UUID authority = tenant.issuing().rowId();

    @AfterAll
    static void removeMany() {
        ManyRevocations.removeAll();
    }

    @Test
    void noDeltaTakesARevocationOffAFullListThatKnowsMore(@TempDir Path folder) throws Exception {
        Answer held = tenant.issue("held-lifted-revoked.example", Map.of()).expect(201);
        revoke(held, "certificate_hold");
        makeLarge();
        CrlScope full = CrlScope.full(authority);

        long early = inSecure(tx -> publications().drawNumber(tx, authority));
        tenant.administrator()
                .post(Tenant.path(held.id()) + "/unrevoke", Map.of())
                .expect(200);
        awaitDelta(held, "REMOVE_FROM_CRL");
        revoke(held, "privilege_withdrawn");
        // Its snapshot would say more than the delta with the later number.
        assertThat(read(full, early)).isEmpty();

        makeFullDue();
        publishing().publish(full);
        awaitDelta(held, "PRIVILEGE_WITHDRAWN");
        requireRevoked(folder, held, tenant.fetch(path("crl.der")));
    }

    @Test
    void aListThatALaterOneOvertookIsNotKept() {
        CrlScope full = CrlScope.full(authority);
        long early = inSecure(tx -> publications().drawNumber(tx, authority));
        DraftCrl draft = read(full, early).orElseThrow();
        CertificateRevocationList slow = draft.sign(bean(PrivateKeyVault.class));
        Rows.secure("update crl_publications set claimed_until = '-infinity' where authority_id = ?", authority);
        publishing().publish(full);
        assertThat(count("crl_number")).isGreaterThan(early);

        assertThatThrownBy(() -> inSecure(tx -> {
                    bean(StoreCrl.class).store(tx, draft, slow);
                    return draft;
                }))
                .isInstanceOf(StoreCrl.LaterListStored.class);

        assertThat(Rows.countSecure(
                        "certificate_revocation_lists where authority_id = ? and crl_number = ?", authority, early))
                .isZero();
    }

    /** A full list is good for seven days and names its delta. */
    @Test
    void aDeltaTellsWhoeverHoldsAFullListThatIsStillGood(@TempDir Path folder) throws Exception {
        Answer revoked = tenant.issue("told-by-the-delta.example", Map.of()).expect(201);
        makeLarge();
        byte[] first = tenant.fetch(path("crl.der"));
        long before = count("crl_number");
        // As after ten minutes.
        makeFullDue();
        revoke(tenant.issue("another.example", Map.of()).expect(201), "superseded");
        await().atMost(LONG).until(() -> count("crl_number") > before);
        revoke(revoked, "superseded");
        await().atMost(LONG).until(() -> delta(revoked) != null);
        requireRevoked(folder, revoked, first);
    }

    @Test
    void aListThatIsNoLongerLargeLeavesNobodyWithAnOldDelta(@TempDir Path folder) throws Exception {
        Answer revoked = tenant.issue("shrunk.example", Map.of()).expect(201);
        makeLarge();
        byte[] large = tenant.fetch(path("crl.der"));
        long before = count("crl_number");
        // As when what was revoked has ended.
        Rows.secureUnseen(
                "update certificate_revocations set is_current = false where issuer_authority_id = '" + authority
                        + "'; update crl_publications set published_at = now() - interval '11 minutes' where authority_id = '"
                        + authority + "'");
        revoke(tenant.issue("another.example", Map.of()).expect(201), "superseded");
        await().atMost(LONG).until(() -> count("crl_number") > before && count("entry_count") < 100);
        revoke(revoked, "superseded");
        await().atMost(LONG).until(() -> delta(revoked) != null);

        requireRevoked(folder, revoked, large);
    }

    private void makeLarge() {
        ManyRevocations.insert(authority, tenant.issue("like.example"), ENTRIES);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(count("entry_count")).isGreaterThanOrEqualTo(ENTRIES));
        await().atMost(LONG)
                .until(() -> tenant.administrator().get(path("delta.crl")).status() == 200);
    }

    private void requireRevoked(Path folder, Answer certificate, byte[] full) throws Exception {
        OpenSsl.require();
        Path whole = Files.write(folder.resolve("full.der"), full);
        Path delta = Files.write(folder.resolve("delta.der"), tenant.fetch(path("delta.crl")));
        String[] options = {
            "-crl_check", "-extended_crl", "-use_deltas", "-CRLfile", whole.toString(), "-CRLfile", delta.toString()
        };
        assertThat(IssuedPath.of(certificate.json())
                        .verifyByOpenSsl(folder, options)
                        .output())
                .contains("certificate revoked");
    }

    /** A large list takes tens of seconds; the claim of the small one is held meanwhile, so that no other instance makes it either. */
    @Test
    void aSmallListDoesNotWaitForALargeOneOfAnotherAuthority() throws Exception {
        Answer revoked = tenant.issue("behind-a-large-list.example", Map.of()).expect(201);
        ReentrantLock building = oneLargeList();
        building.lock(); // Another authority's large list is being built on this instance.
        try {
            revoke(revoked, "superseded");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Rows.countSecure(
                                    "certificate_revocations where certificate_id = ? and crl_entry_added",
                                    revoked.id())
                            == 1);
        } finally {
            building.unlock();
        }
    }

    /** Only psql leaves such a policy; then no list is signed, and somebody has to hear of it. */
    @Test
    @Tag("R3")
    void anAuthorityWhoseAccessPolicyCannotBeReadIsSeenAsOneThatCannotSign() {
        Answer revoked = tenant.issue("unreadable-policy.example", Map.of()).expect(201);
        Rows.secure(
                "update private_keys set access_policy = '{\"allowed\": true}' where certificate_id = ?",
                tenant.issuing().id());
        Answer answer = tenant.administrator()
                .post(Tenant.path(revoked.id()) + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
        assertThat(answer.json().path("warnings").path(0).asString())
                .contains(tenant.issuing().name())
                .contains("does not sign");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Rows.countSecure(
                                "certificate_authorities where id = ? and signing_failed_at is not null", authority)
                        == 1);
    }

    /** As after ten minutes. */
    private void makeFullDue() {
        Rows.secure(
                "update crl_publications set published_at = now() - interval '11 minutes', claimed_until = '-infinity'"
                        + " where authority_id = ? and shard = 0",
                authority);
    }

    private void awaitDelta(Answer issued, String reason) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(delta(issued))
                        .isNotNull()
                        .satisfies(entry ->
                                assertThat(entry.getRevocationReason().name()).isEqualTo(reason)));
    }

    private static <R> R inSecure(Function<SecureTransaction, R> work) {
        return bean(SecureDatabase.class).inServiceRole("make a list by hand", work);
    }

    private static <B> B bean(Class<B> type) {
        return RunningService.shared().context().getBean(type);
    }

    private static CrlPublicationRepository publications() {
        return bean(CrlPublicationRepository.class);
    }

    private static Optional<DraftCrl> read(CrlScope scope, long number) {
        return inSecure(tx -> bean(ReadCrl.class).read(tx, scope, number));
    }

    private static PublishCrl publishing() {
        return bean(PublishCrl.class);
    }

    private static ReentrantLock oneLargeList() throws Exception {
        Field lock = PublishCrl.class.getDeclaredField("oneLargeList");
        lock.setAccessible(true);
        return (ReentrantLock) lock.get(publishing());
    }

    private X509CRLEntry delta(Answer issued) {
        return IssuedPath.crl(tenant.fetch(path("delta.crl")))
                .getRevokedCertificate(new BigInteger(issued.text("serial_number"), 16));
    }

    private String path(String file) {
        return "/pki/" + tenant.issuing().name() + "/" + file;
    }

    private long count(String column) {
        return Rows.secure(
                        Long.class,
                        "select " + column + "::bigint from crl_publications where authority_id = ? and shard = 0",
                        authority)
                .get(0);
    }

    private void revoke(Answer issued, String reason) {
        tenant.administrator()
                .post(Tenant.path(issued.id()) + "/revoke", Map.of("reason", reason))
                .expect(200);
    }
}
