package dev.clm.api.http.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;

/** Reads a request's body once and whole; of a caller without a credential, who is on a public path that takes none, not at all. */
final class BodyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient BodyReader reader;

    BodyFilter(BodyReader reader) {
        this.reader = reader;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!hasBody(request)) {
            chain.doFilter(request, response);
            return;
        }
        if (SecurityContextHolder.getContext().getAuthentication() == null) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
            chain.doFilter(request, response);
            return;
        }
        byte[] body = reader.read(request);
        try {
            chain.doFilter(new BufferedRequest(request, body), response);
        } finally {
            Arrays.fill(body, (byte) 0); // it may have held a passphrase or a private key
        }
    }

    static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }
}
