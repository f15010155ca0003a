package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.OpenSsl;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Line B2: an authority with as many revoked certificates as `-Drevocation.entries` says; how fast is measured by
 * `bench/run --revocation`.
 */
@Tag("R2")
class LargeRevocationListIT {
    private static final int ENTRIES = Integer.getInteger("revocation.entries", 20_500);
    private static final Pattern SERIAL = Pattern.compile("Serial Number: ([0-9A-F]+)");
    private static final Tenant TENANT = Tenant.create();
    private static final Caller ADMINISTRATOR = TENANT.administrator();
    private static final Duration LONG = Duration.ofSeconds(120);

    private static UUID authority;
    private static Answer good;

    @BeforeAll
    static void revokeMany() {
        good = TENANT.issue("good.example", Map.of()).expect(201);
        authority = TENANT.issuing().rowId();
        ManyRevocations.insert(authority, good.id(), ENTRIES);
        await().atMost(LONG).untilAsserted(() -> assertThat(full("entry_count")).isGreaterThanOrEqualTo(ENTRIES));
        await().atMost(LONG).untilAsserted(() -> assertThat(list("delta.crl")).isNotEmpty());
    }

    @AfterAll
    static void removeMany() {
        ManyRevocations.removeAll();
    }

    @Test
    @Tag("keys-B2")
    void theFullListHasAllAndNamesItsDelta() {
        X509CRL full = IssuedPath.crl(list("crl.der"));
        assertThat(full.getRevokedCertificates()).hasSizeGreaterThanOrEqualTo(ENTRIES);
        assertThat(full.getExtensionValue("2.5.29.46")).isNotNull();
        assertThat(full.getRevokedCertificate(BigInteger.valueOf(ENTRIES))).isNotNull();
    }

    /** It lists 1 to ENTRIES, and whatever the other tests have revoked. */
    @Test
    void opensslReadsAllOfTheFullList(@TempDir Path folder) throws Exception {
        OpenSsl.require();
        Path full = Files.write(folder.resolve("full.der"), list("crl.der"));

        OpenSsl read = OpenSsl.run("crl", "-inform", "DER", "-in", full.toString(), "-noout", "-text");

        assertThat(read.exitCode()).isZero();
        assertThat(SERIAL.matcher(read.output())
                        .results()
                        .map(entry -> new BigInteger(entry.group(1), 16))
                        .filter(serial -> serial.compareTo(BigInteger.valueOf(ENTRIES)) <= 0)
                        .distinct())
                .hasSize(ENTRIES);
    }

    @Test
    @Tag("keys-B2")
    void aNewRevocationIsInTheDeltaWhileTheFullListWaits(@TempDir Path folder) throws Exception {
        long number = full("crl_number");
        Answer bad = TENANT.issue("bad.example", Map.of()).expect(201);
        revoke(TENANT, bad, "superseded");

        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(IssuedPath.crl(list("delta.crl")).getRevokedCertificate(serial(bad)))
                                .isNotNull());
        assertThat(full("crl_number")).isEqualTo(number);

        OpenSsl.require();
        Path full = Files.write(folder.resolve("full.der"), list("crl.der"));
        Path delta = Files.write(folder.resolve("delta.der"), list("delta.crl"));
        String[] options = {
            "-crl_check", "-extended_crl", "-use_deltas", "-CRLfile", full.toString(), "-CRLfile", delta.toString()
        };
        assertThat(IssuedPath.of(good.json()).verifyByOpenSsl(folder, options).output())
                .contains(": OK");
        assertThat(IssuedPath.of(bad.json()).verifyByOpenSsl(folder, options).output())
                .contains("certificate revoked");
    }

    @Test
    @Tag("keys-B2")
    void aLiftedHoldIsTakenBackByTheDelta() {
        Answer held = TENANT.issue("held.example", Map.of()).expect(201);
        revoke(TENANT, held, "certificate_hold");
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(IssuedPath.crl(list("delta.crl")).getRevokedCertificate(serial(held)))
                                .isNotNull());
        ADMINISTRATOR.post(Tenant.path(held.id()) + "/unrevoke", Map.of()).expect(200);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(IssuedPath.crl(list("delta.crl"))
                                .getRevokedCertificate(serial(held))
                                .getRevocationReason()
                                .name())
                        .isEqualTo("REMOVE_FROM_CRL"));
    }

    @Test
    @Tag("keys-B2")
    void aCertificateThatNamesAShardIsOnItsList(@TempDir Path folder) throws Exception {
        Tenant tenant = Tenant.create();
        String shard = "/pki/" + tenant.issuing().name() + "/crl/3.der";
        openShard(tenant, 3);
        Answer named = tenant.issue("sharded.example", Map.of()).expect(201);
        Answer unharmed = tenant.issue("unharmed.example", Map.of()).expect(201);
        assertThat(new String(
                        IssuedPath.certificate(named.text("pem")).getExtensionValue("2.5.29.31"),
                        StandardCharsets.ISO_8859_1))
                .contains(shard);

        revoke(tenant, named, "superseded");

        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(IssuedPath.crl(tenant.fetch(shard)).getRevokedCertificate(serial(named)))
                                .isNotNull());
        assertThat(IssuedPath.crl(tenant.fetch(shard)).getCriticalExtensionOIDs())
                .containsExactly("2.5.29.28");
        OpenSsl.require();
        Path crl = Files.write(folder.resolve("shard.der"), tenant.fetch(shard));
        String[] options = {"-crl_check", "-extended_crl", "-CRLfile", crl.toString()};
        assertThat(IssuedPath.of(named.json()).verifyByOpenSsl(folder, options).output())
                .contains("certificate revoked");
        assertThat(IssuedPath.of(unharmed.json())
                        .verifyByOpenSsl(folder, options)
                        .output())
                .contains(": OK");
    }

    /** As the job does that counts what authorities have issued. */
    private static void openShard(Tenant tenant, int shard) {
        UUID issuing = tenant.issuing().id();
        Rows.secure(
                "insert into crl_publications (organization_id, authority_id, shard) select organization_id, id, ?"
                        + " from certificate_authorities where certificate_id = ?",
                shard,
                issuing);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(Rows.secure(
                                Integer.class,
                                "select open_shard from crl_publications p join certificate_authorities a"
                                        + " on a.id = p.authority_id where a.certificate_id = ? and p.shard = 0",
                                issuing))
                        .containsExactly(shard));
    }

    private static byte[] list(String file) {
        return TENANT.fetch("/pki/" + TENANT.issuing().name() + "/" + file);
    }

    /** A figure of the latest full list. */
    private static long full(String column) {
        return Rows.secure(
                        Long.class,
                        "select " + column + "::bigint from crl_publications where authority_id = ? and shard = 0",
                        authority)
                .get(0);
    }

    private static BigInteger serial(Answer issued) {
        return new BigInteger(issued.text("serial_number"), 16);
    }

    private static void revoke(Tenant tenant, Answer issued, String reason) {
        tenant.administrator()
                .post(Tenant.path(issued.id()) + "/revoke", Map.of("reason", reason))
                .expect(200);
    }
}
