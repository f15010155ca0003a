package dev.clm.api.http.web;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.identifier.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/** Strong entity tags over what a resource holds, and the condition `If-Match` (RFC 9110, 8.8.3 and 13.1.1; requirement D2). */
public final class EntityTag {
    private static final int DIGITS = 32;
    private static final Pattern ONE = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7e]*\"");
    private static final Pattern LIST = Pattern.compile("\\s*" + ONE + "(?:\\s*,\\s*" + ONE + ")*\\s*");

    private EntityTag() {}

    /** `state` is any text that differs wherever the resource does. */
    public static String of(String state) {
        return '"' + Sha256.hex(state.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS) + '"';
    }

    /** What the client has seen last; without the header, and with `*`, it takes whatever is there. */
    public static Expected expected(HttpServletRequest request) throws ClmException {
        String header = request.getHeader(HttpHeaders.IF_MATCH);
        if (header == null || header.strip().equals("*")) {
            return new Expected(Optional.empty());
        }
        if (!LIST.matcher(header).matches()) {
            throw ClmException.invalid(HttpHeaders.IF_MATCH, "malformed", "must be * or a list of quoted entity tags");
        }
        return new Expected(Optional.of(
                ONE.matcher(header).results().map(MatchResult::group).toList()));
    }

    /** The tags that the resource may have. A weak one matches nothing here. */
    public record Expected(Optional<List<String>> tags) {
        public boolean isAnything() {
            return tags.isEmpty();
        }

        public void require(String state) throws ClmException {
            if (tags.isPresent() && !tags.get().contains(of(state))) {
                throw changed();
            }
        }

        public static ClmException changed() {
            return ClmException.of(ErrorCode.PRECONDITION_FAILED, "it has been changed since: read it again");
        }
    }
}
