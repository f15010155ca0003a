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
 * that the connection can serve another. The answer says that the connection ends, and has a moment to arrive before it does.
 */
final class UnreadBodyValve extends ValveBase {
    private static final long MOMENT = Duration.ofMillis(300).toNanos();
    private static final int PIECE = 8_192;

    UnreadBodyValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!request.isAsync() && !isRead(request)) {
            response.finishResponse();
            if (ManagementPort.hasRefusedBodyOf(request) || !isTaken(request)) {
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }

    private static boolean isRead(Request request) {
        AtomicBoolean read = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }

    /** Answers whether the whole rest came with the head; otherwise the answer has its moment. Of chunks it is not asked: their heads are waited for. */
    private static boolean isTaken(Request request) {
        byte[] piece = new byte[PIECE];
        try {
            ServletInputStream in = request.getInputStream();
            while (request.getContentLengthLong() >= 0 && in.available() > 0 && in.read(piece) >= 0) {
                if (isRead(request)) {
                    return true;
                }
            }
        } catch (IOException | IllegalStateException gone) {
            return false;
        }
        LockSupport.parkNanos(MOMENT);
        return false;
    }
}
