package dev.clm.api.http.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

@Tag("A4")
class BodyReaderTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void largestBodyIsReadWithAndWithoutItsLength() {
        byte[] largest = new byte[BodyReader.MAX_BYTES];
        largest[BodyReader.MAX_BYTES - 1] = 1;
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setContent(largest);
        assertThat(new BodyReader().read(request)).isEqualTo(largest);
        assertThat(new BodyReader().read(unframed(largest))).isEqualTo(largest);
    }

    @Test
    void oneByteMoreIsTooLargeAlsoWhereTheLengthIsNotTold() {
        assertThatThrownBy(() -> new BodyReader().read(unframed(new byte[BodyReader.MAX_BYTES + 1])))
                .isInstanceOf(ClmException.class)
                .extracting("code")
                .isEqualTo(ErrorCode.BODY_TOO_LARGE);
    }

    @Test
    void bodyThatTricklesHasOneDeadline() {
        IntSupplier trickle = () -> {
            sleep(Duration.ofMillis(20));
            return ' ';
        };
        assertThatThrownBy(() -> new BodyReader(SHORT, 1).read(slow(trickle)))
                .isInstanceOf(ClmException.class)
                .extracting("code")
                .isEqualTo(ErrorCode.BODY_TOO_SLOW);
    }

    @Test
    void whoSendsWhileTooManyAreWaitedForIsRefusedAndTheNextIsNot() throws Exception {
        BodyReader reader = new BodyReader(LONG, 1);
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<byte[]> first = CompletableFuture.supplyAsync(() -> reader.read(slow(() -> {
            waits.countDown();
            await(end);
            return -1;
        })));
        waits.await();
        assertThatThrownBy(() -> reader.read(slow(() -> -1)))
                .isInstanceOf(ClmException.class)
                .extracting("code")
                .isEqualTo(ErrorCode.RATE_LIMITED);
        end.countDown();
        assertThat(first.get()).isEmpty();
        assertThat(reader.read(slow(() -> -1))).isEmpty();
    }

    /** Framed by chunks. */
    private static MockHttpServletRequest unframed(byte[] body) {
        return new MockHttpServletRequest() {
            @Override
            public ServletInputStream getInputStream() {
                MockHttpServletRequest framed = new MockHttpServletRequest();
                framed.setContent(body);
                return framed.getInputStream();
            }
        };
    }

    /** Nothing is there before it is waited for. */
    private static MockHttpServletRequest slow(IntSupplier next) {
        return new MockHttpServletRequest() {
            @Override
            public ServletInputStream getInputStream() {
                return new Slow(next);
            }
        };
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Slow extends ServletInputStream {
        private final IntSupplier next;

        Slow(IntSupplier next) {
            this.next = next;
        }

        @Override
        public int read() {
            return next.getAsInt();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int one = next.getAsInt();
            if (one < 0) {
                return -1;
            }
            target[offset] = (byte) one;
            return 1;
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
