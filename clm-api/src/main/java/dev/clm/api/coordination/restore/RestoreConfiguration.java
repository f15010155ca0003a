package dev.clm.api.coordination.restore;

import dev.clm.api.config.Job;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job that takes checkpoints, and the filter that keeps writes out. */
@Configuration(proxyBeanMethods = false)
public class RestoreConfiguration {
    @Bean
    Job restoreCheckpoint(Checkpoints checkpoints, CheckpointSettings settings) {
        return Job.every(settings.interval(), "restore-checkpoint", checkpoints::take)
                .andBehindFence();
    }

    /** After the security chain: who may not call learns nothing of the fence. */
    @Bean
    FilterRegistrationBean<FenceFilter> fenceFilter(WriteFence fence) {
        FilterRegistrationBean<FenceFilter> registration = new FilterRegistrationBean<>(new FenceFilter(fence));
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 5);
        return registration;
    }
}
