package dev.clm.api.http.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Does not wait for the rest of a body that nobody has read, of a request that was refused: Tomcat would, however slowly it comes, so
 * that the connection can serve another. What comes within a moment is taken, so that the answer is not lost with the connection; of
 * chunks it cannot be, as their heads are waited for.
 */
final class UnreadBodyValve extends ValveBase {
    private static final long LONGEST = Duration.ofMillis(300).toNanos();
    private static final long BETWEEN_LOOKS = Duration.ofMillis(5).toNanos();
    private static final int PIECE = 8_192;

    UnreadBodyValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!request.isAsync() && !isRead(request)) {
            response.finishResponse();
            if (!isTaken(request)) {
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }

    private static boolean isRead(Request request) {
        AtomicBoolean read = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }

    /** Looks at the connection too, without waiting. */
    private static int arrived(Request request) {
        request.getCoyoteRequest().action(ActionCode.AVAILABLE, Boolean.TRUE);
        return request.getCoyoteRequest().getAvailable();
    }

    /** Answers whether the whole rest came within a moment. */
    private static boolean isTaken(Request request) {
        long began = System.nanoTime();
        byte[] piece = new byte[PIECE];
        if (request.getContentLengthLong() < 0) {
            return false;
        }
        try {
            ServletInputStream in = request.getInputStream();
            while (System.nanoTime() - began < LONGEST) {
                if (isRead(request)) {
                    return true;
                }
                int there = arrived(request);
                if (there == 0) {
                    LockSupport.parkNanos(BETWEEN_LOOKS);
                } else if (in.read(piece, 0, Math.min(there, PIECE)) < 0) {
                    return true;
                }
            }
        } catch (IOException | IllegalStateException gone) {
            return false;
        }
        return false;
    }
}
