package dev.clm.api.http.web;

import jakarta.servlet.http.HttpServletRequest;

/** The bytes of a request's body exactly as they came, for fingerprints; empty where there is no body. */
public final class RawBody {
    private static final byte[] NONE = new byte[0];

    private RawBody() {}

    /** Not a copy: it must not be written to. */
    public static byte[] of(HttpServletRequest request) {
        return request.getAttribute(BufferedRequest.BODY) instanceof byte[] body ? body : NONE;
    }
}
