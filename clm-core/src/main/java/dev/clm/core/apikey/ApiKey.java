package dev.clm.core.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * `clm_<8 characters>_<32 random bytes in base64url>`. Stored as SHA-256 of the whole: with 256 random bits there is
 * nothing to guess, so a slow hash as for passwords would add cost to every request and no safety.
 */
public final class ApiKey {
    private static final Pattern SHAPE = Pattern.compile("clm_[0-9a-z]{8}_[A-Za-z0-9_-]{43}");
    private static final int PREFIX_LENGTH = "clm_".length() + 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private ApiKey(String text) {
        this.text = text;
    }

    public static ApiKey generate() {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        StringBuilder label = new StringBuilder(8);
        RANDOM.ints(8, 0, 36).forEach(i -> label.append(Character.forDigit(i, 36)));
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new ApiKey("clm_" + label + "_" + encoded);
    }

    /** What a client presented, or empty where it cannot be a key of ours. */
    public static Optional<ApiKey> parse(String presented) {
        return presented != null && SHAPE.matcher(presented).matches()
                ? Optional.of(new ApiKey(presented))
                : Optional.empty();
    }

    /** The part that people may see, by which they tell their keys apart (api_keys.key_prefix). */
    public String prefix() {
        return text.substring(0, PREFIX_LENGTH);
    }

    /** api_keys.key_hash: SHA-256 in lower-case hex. */
    public String hash() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The key itself, to be shown to its owner once. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return prefix() + "_…";
    }
}
