package dev.clm.api.http.web;

import dev.clm.api.http.error.UnreadableBody;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads bodies of up to 1 MiB, however they are framed; one more byte is BODY_TOO_LARGE. A thread waits for each that did not come
 * with its head, so all of a body has one deadline (408), and from one address few may be waited for at once, fewer for long (429).
 * Between two bytes the server waits for five seconds ({@link WebConfiguration}). Any thread may read.
 */
final class BodyReader {
    static final int MAX_BYTES = 1 << 20;

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    /** Half of the threads that the server has. */
    private static final int WAITING_PER_ADDRESS = 100;

    private static final int LONG_PER_ADDRESS = 32;
    /** What is late by the way it comes, or on a machine that is busy, does not count as slow. */
    private static final Duration SLOW = Duration.ofSeconds(2);

    private static final int FIRST_BYTES = 8_192;

    private final Duration deadline;
    private final int waitingPerAddress;
    /** Since when, by System.nanoTime(), each body of an address is waited for. */
    private final Map<String, List<Long>> waiting = new HashMap<>();

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
            // The head of a chunk is waited for within one read.
            if (length < 0 || !body.isReadAtOnce(in)) {
                readSlowly(request.getRemoteAddr(), in, body);
            }
            return body.whole();
        } catch (IOException e) {
            throw UnreadableBody.of(e);
        } finally {
            body.clear();
        }
    }

    private void readSlowly(String address, ServletInputStream in, Body body) throws IOException {
        long began = System.nanoTime();
        enter(address, began);
        try {
            while (body.isReadFurther(in)) {
                if (System.nanoTime() - began > deadline.toNanos()) {
                    throw ClmException.of(
                            ErrorCode.BODY_TOO_SLOW,
                            "the body did not come whole within " + deadline.toSeconds() + " s");
                }
            }
        } finally {
            leave(address, began);
        }
    }

    private synchronized void enter(String address, long now) {
        List<Long> since = waiting.computeIfAbsent(address, any -> new ArrayList<>());
        long slow = since.stream().filter(began -> now - began > SLOW.toNanos()).count();
        if (since.size() >= waitingPerAddress || slow >= LONG_PER_ADDRESS) {
            throw ClmException.of(
                    ErrorCode.RATE_LIMITED, "too many bodies from this address are waited for; send them faster");
        }
        since.add(now);
    }

    private synchronized void leave(String address, long began) {
        waiting.get(address).remove(Long.valueOf(began));
        waiting.remove(address, List.of());
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

        /** Takes what came with the head; answers whether that was all. */
        boolean isReadAtOnce(ServletInputStream in) throws IOException {
            while (in.isFinished() || in.available() > 0) {
                if (!isReadFurther(in)) {
                    return true;
                }
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
