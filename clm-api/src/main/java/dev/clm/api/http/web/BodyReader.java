package dev.clm.api.http.web;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads bodies of up to 1 MiB, however they are framed; one more byte is BODY_TOO_LARGE. A thread waits for each that does not come
 * at once, so all of a body has one deadline (408), and few may be waited for from one address (429). Any thread may read.
 */
final class BodyReader {
    static final int MAX_BYTES = 1 << 20;

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int WAITING_PER_ADDRESS = 32;
    private static final int FIRST_BYTES = 8_192;
    /** What is late by the way it came is not waited for yet. */
    private static final int LOOKS = 20;

    private static final long BETWEEN_LOOKS = Duration.ofMillis(5).toNanos();

    private final Duration deadline;
    private final int waitingPerAddress;
    private final Map<String, Integer> waiting = new HashMap<>();

    BodyReader() {
        this(DEADLINE, WAITING_PER_ADDRESS);
    }

    BodyReader(Duration deadline, int waitingPerAddress) {
        this.deadline = deadline;
        this.waitingPerAddress = waitingPerAddress;
    }

    byte[] read(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        if (length > MAX_BYTES) {
            throw tooLarge();
        }
        Body body = new Body(length < 0 ? FIRST_BYTES : (int) length + 1);
        try {
            ServletInputStream in = request.getInputStream();
            boolean ended = body.isReadAtOnce(in);
            if (!ended) {
                readSlowly(request.getRemoteAddr(), in, body);
            }
            return body.whole();
        } catch (IOException e) {
            throw ClmException.of(ErrorCode.UNREADABLE_BODY, "the body ended early or is framed wrongly", e);
        } finally {
            body.clear();
        }
    }

    private void readSlowly(String address, ServletInputStream in, Body body) throws IOException {
        long began = System.nanoTime();
        enter(address);
        try {
            while (body.isReadFurther(in)) {
                if (System.nanoTime() - began > deadline.toNanos()) {
                    throw ClmException.of(
                            ErrorCode.BODY_TOO_SLOW,
                            "the body did not come whole within " + deadline.toSeconds() + " s");
                }
            }
        } finally {
            leave(address);
        }
    }

    private synchronized void enter(String address) {
        if (waiting.getOrDefault(address, 0) >= waitingPerAddress) {
            throw ClmException.of(
                    ErrorCode.RATE_LIMITED, "too many bodies from this address are waited for; send them faster");
        }
        waiting.merge(address, 1, Integer::sum);
    }

    private synchronized void leave(String address) {
        waiting.computeIfPresent(address, (any, count) -> count == 1 ? null : count - 1);
    }

    private static ClmException tooLarge() {
        return ClmException.of(ErrorCode.BODY_TOO_LARGE, "a body may have at most " + MAX_BYTES + " bytes");
    }

    /** What has come so far. No copy of it stays behind. */
    private static final class Body {
        private byte[] bytes;
        private int size;

        Body(int capacity) {
            bytes = new byte[capacity];
        }

        /** Takes what is there, and what comes within a moment; answers whether that was all. */
        boolean isReadAtOnce(ServletInputStream in) throws IOException {
            for (int looks = 0; looks < LOOKS; looks++) {
                while (in.isFinished() || in.available() > 0) {
                    if (!isReadFurther(in)) {
                        return true;
                    }
                }
                LockSupport.parkNanos(BETWEEN_LOOKS);
            }
            return false;
        }

        /** Waits for some more; answers false at the end. */
        boolean isReadFurther(ServletInputStream in) throws IOException {
            if (size == bytes.length) {
                grow();
            }
            int more = in.read(bytes, size, bytes.length - size);
            if (more < 0) {
                return false;
            }
            size += more;
            if (size > MAX_BYTES) {
                throw tooLarge();
            }
            return true;
        }

        private void grow() {
            byte[] larger = Arrays.copyOf(bytes, Math.min(2 * bytes.length, MAX_BYTES + 1));
            Arrays.fill(bytes, (byte) 0);
            bytes = larger;
        }

        byte[] whole() {
            return Arrays.copyOf(bytes, size);
        }

        void clear() {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
