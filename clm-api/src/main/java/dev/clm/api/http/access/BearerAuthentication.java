package dev.clm.api.http.access;

import dev.clm.core.identity.apikey.AuthenticatedCaller;
import java.util.List;
import java.util.Objects;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** An authenticated caller as Spring Security carries it. It holds no credential. */
final class BearerAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient AuthenticatedCaller caller;

    BearerAuthentication(AuthenticatedCaller caller) {
        super(List.of());
        this.caller = Objects.requireNonNull(caller, "caller");
        setAuthenticated(true);
    }

    AuthenticatedCaller caller() {
        return caller;
    }

    @Override
    public Object getPrincipal() {
        return caller;
    }

    @Override
    public Object getCredentials() {
        return null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BearerAuthentication that && caller.equals(that.caller);
    }

    @Override
    public int hashCode() {
        return caller.hashCode();
    }
}
