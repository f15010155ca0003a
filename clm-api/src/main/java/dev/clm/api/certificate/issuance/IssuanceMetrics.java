package dev.clm.api.certificate.issuance;

import dev.clm.common.error.ErrorCode;
import dev.clm.pki.certificate.CertificateType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** How many certificates this instance has issued, authorities' own among them, and how many requests it has refused. */
@Component
public class IssuanceMetrics {
    private static final String OTHER = "other";

    private final Map<CertificateType, Counter> issued = new EnumMap<>(CertificateType.class);
    private final Map<String, Counter> refused;

    public IssuanceMetrics(MeterRegistry meters) {
        for (CertificateType type : CertificateType.values()) {
            issued.put(type, counter("clm.certificates.issued", "certificate_type", type.value(), meters));
        }
        refused = Arrays.stream(ErrorCode.values())
                .map(ErrorCode::code)
                .collect(Collectors.toMap(Function.identity(), code -> refusals(code, meters)));
        refused.put(OTHER, refusals(OTHER, meters));
    }

    /** After the commit. */
    public void issued(CertificateType type) {
        issued.get(type).increment();
    }

    /** `code` is the error's, as the client sees it. */
    void refused(String code) {
        refused.getOrDefault(code, refused.get(OTHER)).increment();
    }

    private static Counter refusals(String code, MeterRegistry meters) {
        return counter("clm.certificates.refused", "reason", code, meters);
    }

    private static Counter counter(String name, String label, String value, MeterRegistry meters) {
        return Counter.builder(name).tag(label, value).register(meters);
    }
}
