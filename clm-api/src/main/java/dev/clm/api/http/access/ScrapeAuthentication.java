package dev.clm.api.http.access;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** Who has shown the token for metrics, and may read these alone. It is nobody: no user, no organization. */
final class ScrapeAuthentication extends AbstractAuthenticationToken {
    static final String PATH = "/actuator/prometheus";
    private static final long serialVersionUID = 1L;

    ScrapeAuthentication() {
        super(List.of());
        setAuthenticated(true);
    }

    @Override
    public Object getPrincipal() {
        return "metrics token";
    }

    @Override
    public Object getCredentials() {
        return null;
    }
}
