package dev.clm.api.http.error;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** What a caller is told whose body does not come whole: the caller's fault, so nothing that an operator has to look at. */
public final class UnreadableBody {
    private UnreadableBody() {}

    /** 408 where the server had waited too long for the next byte, 400 where the body ended early or its framing is wrong. */
    public static ClmException of(IOException broken) {
        if (broken instanceof SocketTimeoutException || broken.getCause() instanceof SocketTimeoutException) {
            return ClmException.of(ErrorCode.BODY_TOO_SLOW, "the next byte of the body did not come in time", broken);
        }
        return ClmException.of(ErrorCode.UNREADABLE_BODY, "the body ended early or is framed wrongly", broken);
    }
}
