package dev.clm.api.http.web;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.TomcatWebServerFactory;

/**
 * A second port (`CLM_MANAGEMENT_PORT`), which answers health and metrics and nothing else, by threads of its own: these are the
 * platform's, so that neither requests nor the virtual threads of requests keep a probe waiting. The other port answers them too.
 */
final class ManagementPort extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String PATHS = "/actuator/";
    private static final int THREADS = 16;
    private static final int CONNECTIONS = 1_024;
    /** A probe sends what it wants at once. */
    private static final String TIMEOUT_MILLIS = "3000";

    private static final String REFUSED = ManagementPort.class.getName();

    private final transient Connector connector;

    ManagementPort(int port) {
        connector = new Connector(TomcatWebServerFactory.DEFAULT_PROTOCOL);
        connector.setPort(port);
    }

    /** @param address the same as the first port's */
    Connector listeningAt(InetAddress address) {
        AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
        protocol.setAddress(address);
        protocol.setMaxThreads(THREADS);
        protocol.setMinSpareThreads(2);
        protocol.setMaxConnections(CONNECTIONS);
        connector.setProperty("connectionTimeout", TIMEOUT_MILLIS);
        connector.setProperty("keepAliveTimeout", TIMEOUT_MILLIS);
        return connector;
    }

    /** Whether a request came with a body to where none is taken: nobody waits for that, nor for whoever sends it to hear so. */
    static boolean hasRefusedBodyOf(ServletRequest request) {
        return request.getAttribute(REFUSED) != null;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getLocalPort() == connector.getLocalPort()) {
            if (BodyFilter.hasBody(request)) {
                request.setAttribute(REFUSED, true);
                throw ClmException.of(ErrorCode.UNREADABLE_BODY, "no body is taken here");
            }
            if (!request.getServletPath().startsWith(PATHS)) {
                throw ClmException.of(ErrorCode.NOT_FOUND, "only health and metrics are answered here");
            }
        }
        chain.doFilter(request, response);
    }
}
