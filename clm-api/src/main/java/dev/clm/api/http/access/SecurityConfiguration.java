package dev.clm.api.http.access;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.config.Settings;
import dev.clm.api.http.error.ProblemWriter;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.identity.apikey.ApiKeyAuthentication;
import dev.clm.core.identity.apikey.ApiKeyUsage;
import dev.clm.core.identity.role.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Stateless: no session, no cookie, no cross-origin access. Everything needs a credential but the public paths. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class SecurityConfiguration {
    @Bean
    ApiKeyUsage apiKeyUsage(CoreDatabase core) {
        return new ApiKeyUsage(core);
    }

    @Bean
    ApiKeyUsageFlush apiKeyUsageFlush(ApiKeyUsage usage) {
        return new ApiKeyUsageFlush(usage);
    }

    @Bean
    ApiKeyAuthentication apiKeyAuthentication(
            ConnectionPools pools, ApiKeyUsage usage, @Qualifier("backgroundWork") Executor backgroundWork) {
        return new ApiKeyAuthentication(pools.credentialDatabase(), usage, backgroundWork);
    }

    /** Requests are measured once, by the web layer: spans around each security filter cost more than the filters. */
    @Bean
    SecurityObservationSettings securityObservationSettings() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http, ApiKeyAuthentication apiKeys, Settings settings, ProblemWriter problems) {
        RequestMatcher publicPaths = PathPermissions.matcher(PathPermissions.PUBLIC);
        withoutDefaults(http)
                .addFilterBefore(
                        new BearerFilter(apiKeys, settings.http().metricsToken(), publicPaths),
                        AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> {
                    requests.requestMatchers(publicPaths).permitAll();
                    requests.requestMatchers(ScrapeAuthentication.PATH).access(scraping());
                    PathPermissions.OF_OTHERS.forEach(
                            (path, permission) -> requests.requestMatchers(path).access(holding(permission)));
                    requests.anyRequest().authenticated();
                })
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint((request, response, e) -> {
                            if (isBrowserAtTheDoor(request)) {
                                response.sendRedirect("/swagger-ui/index.html");
                            } else {
                                problems.write(
                                        response,
                                        ClmException.of(ErrorCode.UNAUTHENTICATED, "a credential is required"));
                            }
                        })
                        .accessDeniedHandler((request, response, e) -> problems.write(
                                response, ClmException.of(ErrorCode.FORBIDDEN, "this needs a permission you lack"))));
        return http.build();
    }

    /** Who opens the bare address in a browser comes to the description of the API; to a client it is a path like any other. */
    private static boolean isBrowserAtTheDoor(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return request.getServletPath().equals("/") && accepted != null && accepted.contains(MediaType.TEXT_HTML_VALUE);
    }

    /** Paths that Spring's firewall takes for an attack: encoded slashes, line breaks and the like. */
    @Bean
    RequestRejectedHandler requestRejectedHandler(ProblemWriter problems) {
        return (request, response, rejection) ->
                problems.write(response, ClmException.of(ErrorCode.UNREADABLE_BODY, "the request line is malformed"));
    }

    private static HttpSecurity withoutDefaults(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable);
    }

    private static AuthorizationManager<RequestAuthorizationContext> scraping() {
        return AuthorizationManagers.anyOf(
                (authentication, context) ->
                        new AuthorizationDecision(authentication.get() instanceof ScrapeAuthentication),
                holding(Permission.AUDIT_READ));
    }

    private static AuthorizationManager<RequestAuthorizationContext> holding(Permission permission) {
        return (authentication, context) ->
                new AuthorizationDecision(authentication.get() instanceof BearerAuthentication bearer
                        && bearer.caller().allows(permission));
    }
}
