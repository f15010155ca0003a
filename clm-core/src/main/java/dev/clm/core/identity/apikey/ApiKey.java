package dev.clm.core.identity.apikey;

import dev.clm.common.identifier.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * `clm_<8 characters>_<32 random bytes in base64url>`. Stored as SHA-256 of the whole: with 256 random bits there is
 * nothing to guess, so a slow hash as for passwords would add cost to every request and no safety.
 */
public final class ApiKey {
    private static final String START = "clm_";
    private static final int PREFIX_LENGTH = START.length() + 8;
    private static final int LENGTH = PREFIX_LENGTH + 1 + 43;
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
        return new ApiKey(START + label + "_" + encoded);
    }

    /** What a client presented, or empty where it cannot be a key of ours. */
    public static Optional<ApiKey> parse(String presented) {
        return presented != null && hasShape(presented) ? Optional.of(new ApiKey(presented)) : Optional.empty();
    }

    private static boolean hasShape(String text) {
        return text.length() == LENGTH
                && text.startsWith(START)
                && text.substring(START.length(), PREFIX_LENGTH).chars().allMatch(c -> isDigit(c) || isLower(c))
                && text.charAt(PREFIX_LENGTH) == '_'
                && text.substring(PREFIX_LENGTH + 1).chars().allMatch(ApiKey::isBase64Url);
    }

    private static boolean isBase64Url(int c) {
        return isDigit(c) || isLower(c) || c >= 'A' && c <= 'Z' || c == '-' || c == '_';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    /** The part that people may see, by which they tell their keys apart (api_keys.key_prefix). */
    public String prefix() {
        return text.substring(0, PREFIX_LENGTH);
    }

    /** api_keys.key_hash: SHA-256 in lower-case hex. */
    public String hash() {
        return Sha256.hex(text.getBytes(StandardCharsets.US_ASCII));
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
