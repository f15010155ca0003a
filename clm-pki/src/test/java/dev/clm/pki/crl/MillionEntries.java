package dev.clm.pki.crl;

import dev.clm.pki.certificate.SerialNumber;
import dev.clm.pki.certificate.TestAuthority;
import dev.clm.pki.certificate.TestKey;
import java.math.BigInteger;
import java.time.Instant;

/** Builds and signs a list of a million entries in a process of its own, and prints its length. */
final class MillionEntries {
    private static final int ENTRIES = 1_000_000;
    private static final BigInteger FIRST = BigInteger.ONE.shiftLeft(158);

    private MillionEntries() {}

    public static void main(String[] arguments) {
        TestAuthority authority = TestAuthority.root(TestKey.Kind.valueOf(arguments[0]));
        Instant now = Instant.parse("2026-06-01T00:00:00Z");
        CrlBuilder builder = new CrlBuilder(authority.issuer(), 1, now, now.plus(CrlBuilder.VALIDITY));
        for (int i = 0; i < ENTRIES; i++) {
            builder.add(new RevokedCertificate(
                    new SerialNumber(FIRST.add(BigInteger.valueOf(i))),
                    now.minusSeconds(i % 1000),
                    RevocationReason.SUPERSEDED,
                    null));
        }
        System.out.println(builder.sign(authority.key().signer()).length);
    }
}
