package dev.clm.api.oversight.metrics;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.secure.certificate.status.CertificateCountRepository;
import dev.clm.secure.certificate.status.CertificateCountRepository.CertificateCounts;
import dev.clm.secure.database.SecureDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How many certificates there are, and how soon they end. */
@Configuration(proxyBeanMethods = false)
public class CertificateMetrics {
    private static final String ENDING = "clm.certificates.ending";
    /** After `expired`, as the repository divides them. */
    private static final List<String> DAYS = List.of("0-1", "1-7", "7-14", "14-30", "30-90", "90+");

    @Bean
    Figures<CertificateCounts> certificateFigures(
            SecureDatabase secure, @Qualifier("steadyClock") Clock steadyClock, MeterRegistry meters) {
        Figures<CertificateCounts> figures = new Figures<>(
                "certificates",
                steadyClock,
                meters,
                Figures.countedIn(secure, new CertificateCountRepository()::count));
        for (CertificateStatus status : CertificateStatus.values()) {
            figures.gauge("clm.certificates", counts -> counts.byStatus().get(status), "status", status.code());
        }
        // Until their status has followed, a few that have ended are still in force by it.
        figures.gauge(
                ENDING,
                counts -> counts.byStatus().get(CertificateStatus.EXPIRED)
                        + counts.inForce().get(0),
                "days",
                "expired");
        for (int i = 0; i < DAYS.size(); i++) {
            int division = i + 1;
            figures.gauge(ENDING, counts -> counts.inForce().get(division), "days", DAYS.get(i));
        }
        return figures;
    }
}
