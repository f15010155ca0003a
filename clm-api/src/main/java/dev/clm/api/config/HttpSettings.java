package dev.clm.api.config;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

/** Where the service listens, the address that certificates, CRLs and links carry, whom it believes, and what it logs. */
public record HttpSettings(String address, int port, URI publicUrl, TrustedProxies proxies, boolean accessLog) {
    static HttpSettings of(EnvironmentVariables environment) {
        String address = environment.text("CLM_HTTP_ADDRESS", "127.0.0.1");
        int port = environment.integer("CLM_HTTP_PORT", 8080, 0, 65_535);
        String own = "http://" + hostForUrl(address) + ":" + port;
        return new HttpSettings(
                address,
                port,
                environment.httpAddress("CLM_PUBLIC_URL", own),
                TrustedProxies.of(environment),
                environment.flag("CLM_ACCESS_LOG", false));
    }

    /** Refuses, before anything is made, an address that another process has or that this machine has not. */
    public void requireFree() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port));
        } catch (BindException taken) {
            throw SettingsException.of(
                    "CLM_HTTP_PORT",
                    port + " is in use by another process, or CLM_HTTP_ADDRESS " + address + " is not here");
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
