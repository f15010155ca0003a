package dev.clm.api.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What Kubernetes puts into the environment of every pod for each service of its namespace: for one called `clm-http`,
 * `CLM_HTTP_PORT=tcp://10.0.0.7:80`, `CLM_HTTP_SERVICE_HOST` and a dozen more.
 */
final class ServiceLinks {
    private static final Pattern NAME =
            Pattern.compile("CLM(_.*)?_(SERVICE_(HOST|PORT(_.*)?)|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
    private static final Pattern VALUE = Pattern.compile("(tcp|udp|sctp)://\\S+:\\d+");

    private ServiceLinks() {}

    static Set<String> among(Map<String, String> values) {
        Set<String> links = new TreeSet<>();
        values.forEach((name, value) -> {
            boolean address = name.startsWith("CLM_")
                    && name.endsWith("_PORT")
                    && VALUE.matcher(value).matches();
            if (address || NAME.matcher(name).matches()) {
                links.add(name);
            }
        });
        return links;
    }
}
