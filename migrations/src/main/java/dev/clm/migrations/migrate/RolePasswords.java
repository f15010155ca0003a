package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Passwords by role name. Roles that are not in it keep the password they have, or get no login. */
public final class RolePasswords {
    private static final int RANDOM_BYTES = 24;
    private static final int ITERATIONS = 4096;
    /** Nobody guesses 192 random bits, however quickly each guess is judged; every login pays for each iteration. */
    private static final int ITERATIONS_OF_RANDOM_ONES = 256;

    private final Map<String, String> byRole;
    private final int iterations;

    private RolePasswords(Map<String, String> byRole, int iterations) {
        this.byRole = Map.copyOf(byRole);
        this.iterations = iterations;
    }

    public static RolePasswords of(Map<String, String> byRole) {
        return new RolePasswords(byRole, ITERATIONS);
    }

    /** A fresh random password for owner, user and service of both databases. */
    public static RolePasswords generated() {
        SecureRandom random = new SecureRandom();
        Map<String, String> byRole = new LinkedHashMap<>();
        for (ClmDatabase database : ClmDatabase.values()) {
            byRole.put(database.owner(), generate(random));
            byRole.put(database.user(), generate(random));
            byRole.put(database.service(), generate(random));
        }
        return new RolePasswords(byRole, ITERATIONS_OF_RANDOM_ONES);
    }

    public Optional<String> of(String role) {
        return Optional.ofNullable(byRole.get(role));
    }

    /** How often a verifier hashes them (RFC 5802, 3; RFC 7677, 4 asks for 4096 or more where people choose passwords). */
    int iterations() {
        return iterations;
    }

    private static String generate(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "RolePasswords" + byRole.keySet();
    }
}
