package dev.clm.api.http.web;

import dev.clm.api.config.TrustedProxies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;

/** A request whose remote address is the caller's own, as far as proxies that are trusted tell it. */
final class ForwardedRequest extends HttpServletRequestWrapper {
    private final String caller;

    ForwardedRequest(HttpServletRequest request, TrustedProxies proxies) {
        super(request);
        caller = proxies.caller(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    @Override
    public String getRemoteAddr() {
        return caller;
    }

    @Override
    public String getRemoteHost() {
        return caller;
    }
}
