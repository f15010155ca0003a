package dev.clm.common.field;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import java.util.List;

/** `?limit=` of a list: 1 to 500. */
public final class PageLimit {
    static final int LARGEST = 500;

    private PageLimit() {}

    public static int require(int limit) {
        if (limit < 1 || limit > LARGEST) {
            throw ClmException.refused(
                    ErrorCode.PARAMETER_OUT_OF_RANGE,
                    List.of(new FieldError("limit", "out_of_range", "must be 1 to " + LARGEST)));
        }
        return limit;
    }
}
