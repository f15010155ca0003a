package dev.clm.api.config;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the service listens, the address that certificates, CRLs and links carry, whom it believes, and what it logs.
 *
 * @param managementPort where health and metrics are answered besides, by threads that nothing else takes
 */
public record HttpSettings(
        String address,
        int port,
        OptionalInt managementPort,
        Optional<MetricsToken> metricsToken,
        URI publicUrl,
        TrustedProxies proxies,
        boolean accessLog) {
    private static final String PORT = "CLM_HTTP_PORT";
    private static final String MANAGEMENT_PORT = "CLM_MANAGEMENT_PORT";

    static HttpSettings of(EnvironmentVariables environment) {
        String address = environment.text("CLM_HTTP_ADDRESS", "127.0.0.1");
        int port = environment.integer(PORT, 8080, 0, 65_535);
        String own = "http://" + hostForUrl(address) + ":" + port;
        return new HttpSettings(
                address,
                port,
                managementPort(environment, port),
                environment.text(MetricsToken.VARIABLE).map(file -> MetricsToken.in(Path.of(file))),
                environment.httpAddress("CLM_PUBLIC_URL", own),
                TrustedProxies.of(environment),
                environment.flag("CLM_ACCESS_LOG", false));
    }

    private static OptionalInt managementPort(EnvironmentVariables environment, int port) {
        if (environment.text(MANAGEMENT_PORT).isEmpty()) {
            return OptionalInt.empty();
        }
        int own = environment.integer(MANAGEMENT_PORT, 0, 0, 65_535);
        if (own == port && own != 0) {
            throw SettingsException.of(MANAGEMENT_PORT, "is another port than CLM_HTTP_PORT, or not set");
        }
        return OptionalInt.of(own);
    }

    /** Refuses, before anything is made, an address that another process has or that this machine has not. */
    public void requireFree() {
        requireFree(PORT, port);
        managementPort.ifPresent(own -> requireFree(MANAGEMENT_PORT, own));
    }

    private void requireFree(String variable, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port));
        } catch (BindException taken) {
            throw SettingsException.of(
                    variable, port + " is in use by another process, or CLM_HTTP_ADDRESS " + address + " is not here");
        } catch (IOException | IllegalArgumentException | SecurityException refused) {
            throw SettingsException.of("CLM_HTTP_ADDRESS", "names no address to listen at: " + address);
        }
    }

    /** The address as it stands in a URL: an IPv6 one in brackets, a wildcard as the loopback. */
    public String hostForUrl() {
        return hostForUrl(address);
    }

    private static String hostForUrl(String address) {
        return switch (address) {
            case "0.0.0.0", "::" -> "localhost";
            default -> address.contains(":") ? "[" + address + "]" : address;
        };
    }
}
