package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.api.testing.TestCsr;
import java.io.IOException;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Certificates of one key: whose word counts, and what becomes of them. */
@Tag("R1")
class SharedKeyIT {
    private static final Tenant OWNER = Tenant.create();
    private static final Tenant OTHER = Tenant.create();
    private static final Map<String, String> COMPROMISE = Map.of("reason", "key_compromise");
    private static final int MANY = 600;
    private static final String LISTED_CHANGES = "coalesce(max(p.change_number), 0) from crl_publications p"
            + " join certificates c on c.issuer_authority_id = p.authority_id where p.shard = 0 and c.id = ?";
    private static final String KEY_LOCK =
            "select pg_advisory_xact_lock%s(hashtextextended(public_key_sha256, 0)) from certificates where id = '%s'";
    private static final String COPIES = """
            set session_replication_role = replica;
            insert into certificates (id, organization_id, certificate_id, common_name, certificate_type, pem_encoded_cert,
              der_encoded_cert, serial_number, thumbprint_sha256, issuer_dn, subject_dn, key_algorithm,
              signature_algorithm, not_before, not_after, status, owner_user_id, created_by_user_id, issuer_authority_id,
              public_key_sha256)
            select m.id, c.organization_id, 'many ' || m.id, 'many.example', c.certificate_type, '', '',
              lpad(to_hex(n), 8, '0'), md5(m.id::text) || md5('t' || m.id), c.issuer_dn, c.subject_dn, c.key_algorithm,
              c.signature_algorithm, c.not_before, c.not_after, 'active', c.owner_user_id, c.created_by_user_id,
              case when n %% 2 = 0 then c.issuer_authority_id end, c.public_key_sha256
            from certificates c, (select gen_random_uuid() id, n from generate_series(1, %2$d) n) m where c.id = '%1$s'
            """;

    /** They are no certificates that a sweep could make anything of. */
    @AfterAll
    static void removeCopies() {
        String copies = " in (select id from certificates where der_encoded_cert = '')";
        Rows.secureUnseen("delete from outbox where aggregate_id" + copies);
        Rows.secureUnseen("delete from certificate_revocations where certificate_id" + copies);
        Rows.secureUnseen("delete from certificates where id" + copies);
    }

    @Test
    void whoSendsARequestThatAnotherSentFirstCallsNoKeyCompromised() throws Exception {
        TestCsr csr = TestCsr.p256("victim.example");
        UUID victim = issue(OWNER, csr.pem());
        UUID copied = issue(OTHER, csr.pem());
        UUID signedAnew = issue(OTHER, TestCsr.pem(withTheOtherSignature(csr.der())));

        for (UUID taken : new UUID[] {copied, signedAnew}) {
            for (String query : new String[] {"?dry_run=true", ""}) {
                Answer refusal = OTHER.administrator()
                        .post(Tenant.path(taken) + "/revoke" + query, COMPROMISE)
                        .expect(409, "possession_not_shown");
                assertThat(refusal.text("detail")).contains("another reason");
            }
        }

        assertThat(OWNER.administrator().get(Tenant.path(victim)).text("status"))
                .isEqualTo("active");
        issue(OWNER, csr.pem());
        revoke(OTHER, copied, Map.of("reason", "superseded"));
        revoke(OWNER, victim, COMPROMISE);
        assertThat(OTHER.administrator().get(Tenant.path(copied)).text("revocation_reason"))
                .isEqualTo("key_compromise");
    }

    /** Whoever has the key can sign something new. */
    @Test
    void whoSignsARequestOfHisOwnMayCallTheKeyCompromised() {
        TestCsr csr = TestCsr.p256("first.example");
        UUID first = issue(OWNER, csr.pem());
        UUID own = issue(OTHER, TestCsr.of(csr.key(), "second.example").pem());

        revoke(OTHER, own, COMPROMISE);

        assertThat(OWNER.administrator().get(Tenant.path(first)).text("revocation_reason"))
                .isEqualTo("key_compromise");
    }

    @Test
    void ofTheDatesSinceWhenAKeyIsNotToBeTrustedTheEarliestStays() {
        TestCsr csr = TestCsr.p256("dated.example");
        UUID named = issue(OWNER, csr.pem());
        UUID early = issue(OTHER, csr.pem());
        UUID late = issue(OTHER, csr.pem());
        UUID lifted = issue(OTHER, csr.pem());
        revoke(OTHER, early, Map.of("reason", "superseded", "invalidity_date", "2026-01-02T03:04:05Z"));
        revoke(OTHER, late, Map.of("reason", "certificate_hold", "invalidity_date", "2026-09-01T00:00:00Z"));
        revoke(OTHER, lifted, Map.of("reason", "certificate_hold", "invalidity_date", "2026-01-02T03:04:05Z"));
        OTHER.administrator().post(Tenant.path(lifted) + "/unrevoke", "").expect(200);

        revoke(OWNER, named, Map.of("reason", "key_compromise", "invalidity_date", "2026-06-01T00:00:00Z"));

        assertThat(invalidity(early)).isEqualTo("2026-01-02 03:04:05");
        assertThat(invalidity(late)).isEqualTo("2026-06-01 00:00:00");
        assertThat(invalidity(lifted)).isEqualTo("2026-06-01 00:00:00");
        assertThat(invalidity(named)).isEqualTo("2026-06-01 00:00:00");
    }

    @Test
    void aRaiseWithoutADateKeepsTheDate() {
        UUID id = OWNER.issue("raised.example");
        revoke(OWNER, id, Map.of("reason", "superseded", "invalidity_date", "2026-01-02T03:04:05Z"));

        revoke(OWNER, id, COMPROMISE);

        assertThat(invalidity(id)).isEqualTo("2026-01-02 03:04:05");
    }

    @Test
    void aDateThatIsToldWhileTheReasonIsRaisedStays() throws Exception {
        UUID id = OWNER.issue("told-meanwhile.example");
        try (Connection database = RunningService.shared().superuser("clm_secure_db");
                Statement statement = database.createStatement()) {
            database.setAutoCommit(false);
            statement.execute("update certificates set status = 'suspended', revocation_reason = 'certificate_hold',"
                    + " revoked_at = now() where id = '" + id + "'");
            statement.execute("insert into certificate_revocations (certificate_id, revocation_reason, invalidity_date,"
                    + " revoked_by_user_id, organization_id) select id, revocation_reason, '2026-01-02T03:04:05Z',"
                    + " owner_user_id, organization_id from certificates where id = '" + id + "'");
            CompletableFuture<Answer> raised = CompletableFuture.supplyAsync(() -> revoke(OWNER, id, COMPROMISE));
            await().until(() -> count(
                            "count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%for update of c'")
                    > 0);
            database.commit();
            raised.join();
        }

        assertThat(invalidity(id)).isEqualTo("2026-01-02 03:04:05");
    }

    /** Its row has the lower id: another instance, whose clock is behind, lifted it. */
    @Test
    @Tag("T7")
    void theDateOfALiftedHoldIsForgottenWhateverTheInstancesClocks() {
        UUID id = OWNER.issue("lifted-elsewhere.example");
        revoke(OWNER, id, Map.of("reason", "certificate_hold", "invalidity_date", "2026-01-02T03:04:05Z"));
        OWNER.administrator().post(Tenant.path(id) + "/unrevoke", "").expect(200);
        Rows.secureUnseen("update certificate_revocations set id = overlay(id::text placing '00000000' from 1)::uuid"
                + " where certificate_id = '" + id + "' and revocation_reason = 'remove_from_crl'");

        revoke(OWNER, id, Map.of("reason", "superseded"));

        assertThat(invalidity(id)).isEqualTo("none");
    }

    /**
     * cmin is the number of the statement within its transaction. The lists mark what an authority of ours issued, so the others'
     * rows are looked at.
     */
    @Test
    @Tag("R2")
    void manyCertificatesAreRevokedByFewStatementsWhoseLastLocksTheList() {
        UUID named = issue(OWNER, TestCsr.p256("many.example").pem());
        Rows.secure(COPIES.formatted(named, MANY));

        Answer planned = OWNER.administrator()
                .post(Tenant.path(named) + "/revoke?dry_run=true", COMPROMISE)
                .expect(200);
        long changesBefore = count(LISTED_CHANGES, named);
        revoke(OWNER, named, COMPROMISE);

        assertThat(planned.json().path("certificates").size()).isEqualTo(500);
        assertThat(planned.json().at("/certificates/0/id").asString()).isEqualTo(named.toString());
        assertThat(planned.json().path("certificates_in_all").asInt()).isEqualTo(MANY + 1);
        String ofKey = " join certificates k on k.public_key_sha256 = c.public_key_sha256 where k.id = ?";
        String revocations = " from certificates c join certificate_revocations r on r.certificate_id = c.id" + ofKey;
        String audited =
                " from certificates c join secure_audit_log a on a.resource_id = c.id and a.action = 'revoked'" + ofKey;
        assertThat(count("count(*)" + revocations, named)).isEqualTo(MANY + 1);
        assertThat(count("count(*)" + audited, named)).isEqualTo(MANY + 1);
        assertThat(count("count(distinct c.cmin::text) from certificates c" + ofKey, named))
                .isEqualTo(2);
        assertThat(count("count(distinct a.cmin::text)" + audited, named)).isEqualTo(1);
        String unlisted = revocations + " and c.issuer_authority_id is null";
        assertThat(count("count(distinct r.cmin::text)" + unlisted, named)).isEqualTo(2);
        assertThat(count("min(r.cmin::text::bigint)" + unlisted, named))
                .isGreaterThan(count("max(a.cmin::text::bigint)" + audited, named));
        String listed = revocations + " and r.issuer_authority_id is not null";
        assertThat(count("count(distinct r.change_number)" + listed, named)).isLessThanOrEqualTo(2);
        assertThat(count("count(*)" + listed, named))
                .as("the list counts each of them, so that it is known to be large before it is made")
                .isEqualTo(MANY / 2 + 1)
                .isEqualTo(count(LISTED_CHANGES, named) - changesBefore);
    }

    /** Line B3: whoever issues holds the key's lock shared until it is stored. The compromise waits, and then sees it. */
    @Test
    @Tag("keys-B3")
    void aCompromiseWaitsForWhatIsBeingStoredForItsKeyAndRevokesItToo() throws Exception {
        Tenant tenant = Tenant.create();
        UUID id = tenant.issue("stored-meanwhile.example");
        String ofKey = "certificates c join certificates k on k.public_key_sha256 = c.public_key_sha256 where k.id = ?";
        try (Connection session = RunningService.shared().superuser("clm_secure_db");
                Statement statement = session.createStatement()) {
            session.setAutoCommit(false);
            statement.execute(KEY_LOCK.formatted("_shared", id));
            CompletableFuture<Answer> compromise = CompletableFuture.supplyAsync(() -> revoke(tenant, id, COMPROMISE));
            awaitWaitingForKeyOf(session);
            assertThat(compromise).isNotDone();
            statement.execute(COPIES.formatted(id, 2));
            session.commit();
            compromise.join();
        }

        assertThat(Rows.countSecure(ofKey + " and c.revocation_reason = 'key_compromise'", id))
                .isEqualTo(3);
    }

    /** Line B3: the other order. It looked at the blocked keys before it waited, too. */
    @Test
    @Tag("keys-B3")
    void anIssuanceWaitsForACompromiseOfItsKeyAndIsRefused() throws Exception {
        TestCsr csr = TestCsr.p256("compromised-meanwhile.example");
        UUID id = issue(OWNER, csr.pem());
        try (Connection session = RunningService.shared().superuser("clm_secure_db");
                Statement statement = session.createStatement()) {
            session.setAutoCommit(false);
            statement.execute(KEY_LOCK.formatted("", id));
            statement.execute("update certificates set status = 'revoked', revocation_reason = 'key_compromise',"
                    + " revoked_at = now() where id = '" + id + "'");
            statement.execute("insert into certificate_revocations (certificate_id, revocation_reason,"
                    + " revoked_by_user_id, organization_id) select id, revocation_reason, owner_user_id,"
                    + " organization_id from certificates where id = '" + id + "'");
            CompletableFuture<Answer> issuance = CompletableFuture.supplyAsync(
                    () -> OTHER.administrator().post(Tenant.CERTIFICATES, Map.of("csr", csr.pem())));
            awaitWaitingForKeyOf(session);
            assertThat(issuance).isNotDone();
            session.commit();

            assertThat(issuance.join().expect(422).faults()).containsExactly("key_compromised");
        }
    }

    @Test
    void whatIsCommittedIsAnsweredAsDoneWhereAnnotationsCannotBeRead() {
        UUID id = OWNER.issue("unread.example", Map.of("notes", "written", "tags", new String[] {"tagged"}))
                .expect(201)
                .id();
        Answer revoked;
        Rows.core("revoke select on certificate_metadata from clm_core_user");
        try {
            revoked = revoke(OWNER, id, Map.of("reason", "superseded"));
        } finally {
            Rows.core("grant select on certificate_metadata to clm_core_user");
        }

        assertThat(revoked.text("status")).isEqualTo("revoked");
        assertThat(revoked.text("notes")).isNull();
        assertThat(revoked.json().path("warnings").toString()).contains("cannot be read now");
        assertThat(OWNER.administrator().get(Tenant.path(id)).text("notes")).isEqualTo("written");
    }

    /** Somebody waits for an advisory lock that the session holds. */
    private static void awaitWaitingForKeyOf(Connection session) throws SQLException {
        int holder = session.unwrap(PGConnection.class).getBackendPID();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Rows.countSecure(
                                "pg_stat_activity where wait_event = 'advisory' and ? = any(pg_blocking_pids(pid))",
                                holder)
                        > 0);
    }

    private static long count(String what, Object... values) {
        return Rows.secure(Long.class, "select " + what, values).get(0);
    }

    /** Of an ECDSA signature (r, s) anybody can make (r, n - s). */
    private static byte[] withTheOtherSignature(byte[] der) throws IOException {
        CertificationRequest request = CertificationRequest.getInstance(der);
        ASN1Sequence signature = ASN1Sequence.getInstance(request.getSignature().getOctets());
        BigInteger s = ASN1Integer.getInstance(signature.getObjectAt(1)).getValue();
        BigInteger other = SECNamedCurves.getByName("secp256r1").getN().subtract(s);
        DERSequence changed = new DERSequence(new ASN1Encodable[] {signature.getObjectAt(0), new ASN1Integer(other)});
        return new CertificationRequest(
                        request.getCertificationRequestInfo(),
                        request.getSignatureAlgorithm(),
                        new DERBitString(changed))
                .getEncoded(ASN1Encoding.DER);
    }

    private static String invalidity(UUID id) {
        return Rows.secure(
                        String.class,
                        "select coalesce(to_char(invalidity_date at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS'), 'none')"
                                + " from certificate_revocations where certificate_id = ? and is_current",
                        id)
                .get(0);
    }

    private static UUID issue(Tenant tenant, String pem) {
        return tenant.administrator()
                .post(Tenant.CERTIFICATES, Map.of("csr", pem))
                .expect(201)
                .id();
    }

    private static Answer revoke(Tenant tenant, UUID id, Map<String, ?> body) {
        return tenant.administrator().post(Tenant.path(id) + "/revoke", body).expect(200);
    }
}
