package dev.clm.api.coordination.report;

import dev.clm.api.coordination.relay.RelayDirection;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a page of blocked events ended: the pages go through one direction, then through the other. */
record BlockedEventsCursor(RelayDirection direction, long sequence) {
    private static final Pattern FORM = Pattern.compile("(secure_to_core|core_to_secure)\\.(\\d{1,18})");

    static BlockedEventsCursor of(String text) {
        if (text == null) {
            return new BlockedEventsCursor(RelayDirection.SECURE_TO_CORE, 0);
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw ClmException.refused(
                    ErrorCode.PARAMETER_OUT_OF_RANGE,
                    List.of(new FieldError("cursor", "unknown_cursor", "must be the next_cursor of an earlier page")));
        }
        return new BlockedEventsCursor(
                RelayDirection.SECURE_TO_CORE.code().equals(parts.group(1))
                        ? RelayDirection.SECURE_TO_CORE
                        : RelayDirection.CORE_TO_SECURE,
                Long.parseLong(parts.group(2)));
    }

    @Override
    public String toString() {
        return direction.code() + "." + sequence;
    }
}
