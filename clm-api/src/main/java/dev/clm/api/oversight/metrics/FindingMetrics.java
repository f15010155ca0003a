package dev.clm.api.oversight.metrics;

import dev.clm.api.coordination.restore.WriteFence;
import dev.clm.core.coordination.FaultKind;
import dev.clm.core.coordination.FindingCountRepository;
import dev.clm.core.coordination.FindingState;
import dev.clm.core.database.CoreDatabase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is known to be wrong between the two databases. */
@Configuration(proxyBeanMethods = false)
public class FindingMetrics {

    @Bean
    Figures<Map<FaultKind, Map<FindingState, Long>>> findingFigures(
            CoreDatabase core, @Qualifier("steadyClock") Clock steadyClock, MeterRegistry meters) {
        Figures<Map<FaultKind, Map<FindingState, Long>>> figures = new Figures<>(
                "findings", steadyClock, meters, Figures.countedIn(core, new FindingCountRepository()::count));
        for (FaultKind kind : FaultKind.values()) {
            for (FindingState state : FindingState.values()) {
                if (state != FindingState.REPAIRED) {
                    figures.gauge(
                            "clm.findings",
                            findings -> findings.get(kind).get(state),
                            "kind",
                            kind.code(),
                            "state",
                            state.code());
                }
            }
        }
        return figures;
    }

    @Bean
    MeterBinder fenceMetrics(WriteFence fence) {
        return meters -> Gauge.builder("clm.fence.raised", fence, known -> known.isKnownToStand() ? 1 : 0)
                .register(meters);
    }
}
