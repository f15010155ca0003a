package dev.clm.api.process.wiring;

import dev.clm.api.coordination.report.IntegrityFindings;
import dev.clm.api.coordination.report.IntegrityRuns;
import dev.clm.api.coordination.restore.WriteFence;
import dev.clm.api.coordination.sweep.SweepParts;
import dev.clm.api.coordination.sweep.SweepSettings;
import dev.clm.core.coordination.IntegrityFindingRepository;
import dev.clm.core.coordination.IntegrityRunRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.secure.database.SecureDatabase;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sweep over both databases. */
@Configuration(proxyBeanMethods = false)
public class IntegrityParts {

    @Bean
    SweepParts sweeping(
            SecureDatabase secure,
            CoreDatabase core,
            SweepSettings settings,
            @Qualifier("backgroundWork") Executor backgroundWork,
            WriteFence fence) {
        return SweepParts.of(secure, core, settings.grace(), backgroundWork, fence::fenced);
    }

    @Bean
    IntegrityRuns integrityRuns(CoreDatabase core, SweepParts sweeping) {
        return new IntegrityRuns(core, new IntegrityRunRepository(), sweeping.sweep());
    }

    @Bean
    IntegrityFindings integrityFindings(CoreDatabase core, SweepParts sweeping) {
        return new IntegrityFindings(core, new IntegrityFindingRepository(), sweeping.repair());
    }
}
