package dev.clm.api.http.web;

import dev.clm.api.config.Settings;
import dev.clm.api.http.error.ProblemReportValve;
import dev.clm.api.http.error.ProblemWriter;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** The filters around the security chain, and Tomcat's own error report. */
@Configuration(proxyBeanMethods = false)
public class WebConfiguration {
    private static final int BETWEEN_BYTES_MILLIS = 5_000;
    private static final int FEW = 16;
    private static final int NONE = 0;

    @Bean
    FilterRegistrationBean<ExchangeFilter> exchangeFilter(ProblemWriter problems, Settings settings) {
        FilterRegistrationBean<ExchangeFilter> registration = new FilterRegistrationBean<>(
                new ExchangeFilter(problems, settings.http().proxies(), new AccessLog(settings.http())));
        // Within the measuring of requests, which would take what this turns into an answer for a failure.
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return registration;
    }

    /** Once the body is there: who sends slowly takes no place. */
    @Bean
    FilterRegistrationBean<RunningRequests> runningRequests() {
        FilterRegistrationBean<RunningRequests> registration = new FilterRegistrationBean<>(new RunningRequests());
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 11);
        return registration;
    }

    /** After the security chain: nothing is buffered for a caller who may not call. */
    @Bean
    FilterRegistrationBean<BodyFilter> bodyFilter() {
        FilterRegistrationBean<BodyFilter> registration =
                new FilterRegistrationBean<>(new BodyFilter(new BodyReader()));
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 10);
        return registration;
    }

    /** Within the exchange, so that what it refuses is answered as everything else. Without the setting it is disabled. */
    @Bean
    FilterRegistrationBean<ManagementPort> managementPort(Settings settings) {
        FilterRegistrationBean<ManagementPort> registration = new FilterRegistrationBean<>(
                new ManagementPort(settings.http().managementPort().orElse(0)));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        registration.setEnabled(settings.http().managementPort().isPresent());
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementConnector(
            FilterRegistrationBean<ManagementPort> management) {
        return factory -> {
            if (management.isEnabled()) {
                Connector connector = management.getFilter().listeningAt(factory.getAddress());
                limitBodies(connector);
                factory.addAdditionalConnectors(connector);
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> unreadBodies() {
        return factory -> {
            factory.addEngineValves(new UnreadBodyValve());
            factory.addConnectorCustomizers(WebConfiguration::limitBodies);
        };
    }

    private static void limitBodies(Connector connector) {
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setDisableUploadTimeout(false);
            http.setConnectionUploadTimeout(BETWEEN_BYTES_MILLIS);
            // Nobody reads them, and each byte of them may take so long.
            http.setMaxExtensionSize(NONE);
            http.setMaxTrailerSize(FEW);
        }
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcatErrorReports() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemReportValve.class.getName());
            }
        });
    }
}
