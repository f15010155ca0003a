package dev.clm.api.http.web;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;

/** Reads a request's body once and whole, up to 1 MiB, however it was framed; one more byte is BODY_TOO_LARGE. */
final class BodyFilter extends HttpFilter {
    static final int MAX_BYTES = 1 << 20;

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!hasBody(request)) {
            chain.doFilter(request, response);
            return;
        }
        byte[] body = read(request);
        try {
            chain.doFilter(new BufferedRequest(request, body), response);
        } finally {
            Arrays.fill(body, (byte) 0); // it may have held a passphrase or a private key
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private static byte[] read(HttpServletRequest request) {
        if (request.getContentLengthLong() > MAX_BYTES) {
            throw tooLarge();
        }
        byte[] body;
        try {
            body = request.getInputStream().readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw ClmException.of(ErrorCode.UNREADABLE_BODY, "the body ended early or is framed wrongly", e);
        }
        if (body.length > MAX_BYTES) {
            throw tooLarge();
        }
        return body;
    }

    private static ClmException tooLarge() {
        return ClmException.of(ErrorCode.BODY_TOO_LARGE, "a body may have at most " + MAX_BYTES + " bytes");
    }
}
