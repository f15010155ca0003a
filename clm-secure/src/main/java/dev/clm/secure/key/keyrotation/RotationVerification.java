package dev.clm.secure.key.keyrotation;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.identifier.Sha256;
import dev.clm.pki.publickey.KeyPairMatch;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.key.masterkey.KeyUnusable;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.SealedPrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * Step 4 of a rotation: decrypts every row under the new key, or a stated sample, and compares its public key with the
 * certificate's. While one page of rows is looked at, the next one is read.
 */
public final class RotationVerification {
    private static final String REASON = "verify a key rotation across row-level security";
    private static final int PAGE = 1_000;
    private static final int MOST_STRAYS = 1_000;
    private static final int HUNDRED = 100;

    private final SecureDatabase database;
    private final PrivateKeyVault vault;
    private final Executor executor;
    private final int workers;
    private final VerificationRepository rows = new VerificationRepository();
    private final SecureRandom random = new SecureRandom();

    public RotationVerification(SecureDatabase database, PrivateKeyVault vault, Executor executor, int workers) {
        this.database = database;
        this.vault = vault;
        this.executor = executor;
        this.workers = workers;
    }

    /**
     * Looks at all rows, and quarantines those that do not fit. `goOn` is told the number of rows after each page.
     *
     * @throws ClmException STATE_CONFLICT where it answers false: the verification is another process's now
     */
    public RotationProof verify(KeyRotation rotation, LongPredicate goOn) {
        vault.load(rotation.organizationId(), rotation.targetKeyId());
        List<UUID> unusable = database.inServiceRole(REASON, tx -> rows.strays(tx, rotation, MOST_STRAYS));
        quarantine(rotation, unusable);
        Tally tally = new Tally(unusable.size());
        Sample sample = Sample.of(rotation.verifyPercent(), random);
        List<VerifiableKey> page = page(rotation, null);
        while (!page.isEmpty()) {
            UUID last = page.get(page.size() - 1).sealed().id();
            CompletableFuture<List<VerifiableKey>> next =
                    CompletableFuture.supplyAsync(() -> page(rotation, last), executor);
            quarantine(rotation, tally.add(check(sample, page)));
            if (!goOn.test(tally.seen)) {
                throw ClmException.of(ErrorCode.STATE_CONFLICT, "the rotation is verified elsewhere, or no longer");
            }
            page = join(next);
        }
        return tally.proof();
    }

    private List<VerifiableKey> page(KeyRotation rotation, UUID after) {
        return database.inServiceRole(REASON, tx -> rows.page(tx, rotation, after, PAGE));
    }

    private void quarantine(KeyRotation rotation, List<UUID> unusable) {
        if (!unusable.isEmpty()) {
            database.inServiceRole(REASON, tx -> {
                rows.quarantine(tx, rotation, unusable);
                return unusable.size();
            });
        }
    }

    private List<Checked> check(Sample sample, List<VerifiableKey> page) {
        int share = (page.size() + workers - 1) / workers;
        List<CompletableFuture<List<Checked>>> parts = IntStream.range(0, workers)
                .mapToObj(i -> page.subList(Math.min(i * share, page.size()), Math.min((i + 1) * share, page.size())))
                .map(part -> CompletableFuture.supplyAsync(
                        () -> part.stream().map(row -> check(sample, row)).toList(), executor))
                .toList();
        return parts.stream()
                .map(RotationVerification::join)
                .flatMap(List::stream)
                .toList();
    }

    private static <R> R join(CompletableFuture<R> work) {
        try {
            return work.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof ClmException known ? known : failure;
        }
    }

    private Checked check(Sample sample, VerifiableKey row) {
        boolean open = sample.takes(row.sealed().id());
        return new Checked(row.sealed().id(), open, !open || fits(row), line(row.sealed()));
    }

    private boolean fits(VerifiableKey row) {
        try {
            X509CertificateHolder certificate = new X509CertificateHolder(row.certificateDer());
            return vault.inspect(
                    row.sealed(), pkcs8 -> KeyPairMatch.matches(pkcs8, certificate.getSubjectPublicKeyInfo()));
        } catch (IOException unreadable) {
            return false;
        } catch (ClmException refused) {
            KeyUnusable.orRethrow(refused);
            return false;
        }
    }

    /** As psql prints the same columns, so that an auditor can compute the digest again. */
    private static byte[] line(SealedPrivateKey row) {
        String line = row.id() + "," + row.certificateId() + "," + row.encryptionKeyId() + ","
                + Sha256.hex(row.encryptedKeyMaterial(), row.iv(), row.authTag()) + "\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    /** Other rows each time, and nobody can tell beforehand which. */
    record Sample(int percent, long salt) {
        private static final long ODD = 0x9E3779B97F4A7C15L;

        static Sample of(int percent, SecureRandom random) {
            return new Sample(percent, random.nextLong());
        }

        boolean takes(UUID id) {
            long mixed = (id.getLeastSignificantBits() ^ salt) * ODD;
            return Long.remainderUnsigned(mixed ^ (mixed >>> 32), HUNDRED) < percent;
        }
    }

    private record Checked(UUID id, boolean opened, boolean fits, byte[] line) {}

    private static final class Tally {
        private final MessageDigest digest = Sha256.digest();
        private long seen;
        private long decrypted;
        private long bad;

        Tally(long bad) {
            this.bad = bad;
        }

        /** Answers which rows do not fit. */
        List<UUID> add(List<Checked> checked) {
            checked.forEach(one -> digest.update(one.line()));
            List<UUID> wrong =
                    checked.stream().filter(c -> !c.fits()).map(Checked::id).toList();
            seen += checked.size();
            bad += wrong.size();
            decrypted += checked.stream().filter(c -> c.opened() && c.fits()).count();
            return wrong;
        }

        RotationProof proof() {
            return new RotationProof(seen, decrypted, bad, HexFormat.of().formatHex(digest.digest()));
        }
    }
}
