package dev.clm.api.oversight.metrics;

import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.authority.ServedListRepository;
import dev.clm.secure.certificate.authority.ServedListRepository.ServedList;
import dev.clm.secure.certificate.authority.ServedListRepository.ServedLists;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How old the lists are that relying parties get, of the first few hundred authorities one by one, and of all together. */
@Configuration(proxyBeanMethods = false)
public class RevocationListMetrics {
    private static final int AUTHORITIES = 500;

    /** What is served, and how many authorities cannot sign their next list. */
    record Lists(ServedLists served, int unableToSign) {
        static Lists count(SecureTransaction tx) {
            return new Lists(
                    new ServedListRepository().find(tx, AUTHORITIES),
                    new CertificateAuthorityRepository().countUnableToSign(tx));
        }
    }

    @Bean
    Figures<Lists> revocationListFigures(
            SecureDatabase secure, @Qualifier("steadyClock") Clock steadyClock, MeterRegistry meters) {
        OfAuthorities ofAuthorities = new OfAuthorities(meters, steadyClock);
        return new Figures<>(
                        "revocation_lists",
                        steadyClock,
                        meters,
                        Figures.countedIn(secure, Lists::count),
                        lists -> ofAuthorities.show(lists.served()))
                .gauge("clm.crl.overdue", lists -> lists.served().overdue())
                .gauge("clm.crl.authorities.not.shown", lists -> lists.served().others())
                .gauge("clm.authorities.unable.to.sign", Lists::unableToSign);
    }

    /** Two series for each authority that is shown. They stay in place while their values change, so that no scrape misses one. */
    private static final class OfAuthorities {
        private final Map<UUID, Shown> shown = new ConcurrentHashMap<>();
        private final MultiGauge ages;
        private final MultiGauge numbers;
        private final Clock clock;

        OfAuthorities(MeterRegistry meters, Clock clock) {
            this.ages = MultiGauge.builder("clm.crl.age").baseUnit("seconds").register(meters);
            this.numbers = MultiGauge.builder("clm.crl.number").register(meters);
            this.clock = clock;
        }

        void show(ServedLists lists) {
            double now = seconds();
            Map<UUID, Shown> next = lists.lists().stream()
                    .collect(Collectors.toMap(ServedList::authority, list -> new Shown(list, now - list.age())));
            shown.putAll(next);
            ages.register(next.keySet().stream()
                    .map(id -> row(id, list -> seconds() - list.since()))
                    .toList());
            numbers.register(next.keySet().stream()
                    .map(id -> row(id, list -> list.list().number()))
                    .toList());
            shown.keySet().retainAll(next.keySet());
        }

        private MultiGauge.Row<?> row(UUID authority, ToDoubleFunction<Shown> value) {
            return MultiGauge.Row.of(Tags.of("authority", authority.toString()), () -> {
                Shown list = shown.get(authority);
                return list == null ? Double.NaN : value.applyAsDouble(list);
            });
        }

        private double seconds() {
            return clock.millis() / 1000.0;
        }

        /** Since when the list is served, by the even clock. */
        private record Shown(ServedList list, double since) {}
    }
}
