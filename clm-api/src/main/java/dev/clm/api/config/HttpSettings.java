package dev.clm.api.config;

import java.net.URI;

/** Where the service listens, and the address that certificates, CRLs and links carry. */
public record HttpSettings(String address, int port, URI publicUrl) {
    static HttpSettings of(EnvironmentVariables environment) {
        String address = environment.text("CLM_HTTP_ADDRESS", "127.0.0.1");
        int port = environment.integer("CLM_HTTP_PORT", 8080, 0, 65_535);
        String own = "http://" + hostForUrl(address) + ":" + port;
        return new HttpSettings(address, port, environment.httpAddress("CLM_PUBLIC_URL", own));
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
