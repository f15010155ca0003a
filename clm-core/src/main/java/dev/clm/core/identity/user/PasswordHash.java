package dev.clm.core.identity.user;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * A password as it is stored: Argon2id (RFC 9106) with 19 MiB, 2 passes and 1 lane, in the encoded form that carries its
 * parameters and its salt. The salt is repeated on its own, because users.password_salt wants it.
 */
public record PasswordHash(String hash, String salt) {
    private static final Argon2PasswordEncoder ARGON2ID = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);

    /** The hash of 256 random bits that nobody has seen: no login until a password is set. */
    public static PasswordHash ofUnknownPassword() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return of(Base64.getEncoder().encodeToString(random));
    }

    /** Takes a few ten milliseconds by design: not inside a transaction. */
    public static PasswordHash of(CharSequence password) {
        String encoded = ARGON2ID.encode(password);
        // $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>
        return new PasswordHash(encoded, encoded.split("\\$")[4]);
    }

    /** The same for the same password and salt, and as slow: for comparing requests without keeping what was in them. */
    public static String digest(String password, String salt) {
        Argon2BytesGenerator argon2id = new Argon2BytesGenerator();
        argon2id.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withSalt(salt.getBytes(StandardCharsets.UTF_8))
                .withMemoryAsKB(19_456)
                .withIterations(2)
                .withParallelism(1)
                .build());
        byte[] digest = new byte[32];
        argon2id.generateBytes(password.getBytes(StandardCharsets.UTF_8), digest);
        return HexFormat.of().formatHex(digest);
    }

    public boolean matches(CharSequence password) {
        return ARGON2ID.matches(password, hash);
    }

    @Override
    public String toString() {
        return "PasswordHash[…]";
    }
}
