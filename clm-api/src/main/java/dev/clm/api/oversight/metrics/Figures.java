package dev.clm.api.oversight.metrics;

import dev.clm.common.database.DatabaseTransaction;
import dev.clm.common.database.Outage;
import dev.clm.common.database.TransactionRunner;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a database counts for gauges. One watch counts, at intervals; whoever scrapes reads what was counted last and waits for
 * nothing. What cannot be counted stays as it was, and how old it is is a gauge of its own. Any thread may read; the context owns
 * it and its watch.
 *
 * @param <F> the figures
 */
final class Figures<F> {
    private static final Logger LOG = LoggerFactory.getLogger(Figures.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /** Counting takes at most one part in so many of a connection's time, however large a table has become. */
    private static final int SHARE = 50;

    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(10);

    private final String source;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Supplier<F> count;
    private final Consumer<F> use;
    private volatile Counted<F> last;
    private volatile Instant due;
    private volatile boolean failing;

    /** `clock` runs evenly. `use` is given what was counted, each time. */
    Figures(String source, Clock clock, MeterRegistry meters, Supplier<F> count, Consumer<F> use) {
        this.source = source;
        this.clock = clock;
        this.meters = meters;
        this.count = count;
        this.use = use;
        this.due = clock.instant();
        Gauge.builder("clm.figures.age", this, Figures::age)
                .tag("source", source)
                .baseUnit("seconds")
                .register(meters);
    }

    Figures(String source, Clock clock, MeterRegistry meters, Supplier<F> count) {
        this(source, clock, meters, count, counted -> {});
    }

    /** Counts in one transaction of one database, over all tenants. */
    static <T extends DatabaseTransaction, R> Supplier<R> countedIn(
            TransactionRunner<T> database, Function<T, R> count) {
        return () -> database.inServiceRole("count for metrics", tx -> {
            tx.limitStatements(LONGEST_STATEMENT);
            return count.apply(tx);
        });
    }

    /** `labels` are names and values in turn. Not a number before the first count. */
    Figures<F> gauge(String name, ToDoubleFunction<F> figure, String... labels) {
        Gauge.builder(name, this, figures -> figures.read(figure))
                .tags(Tags.of(labels))
                .register(meters);
        return this;
    }

    void refreshWhereDue() {
        if (!clock.instant().isBefore(due)) {
            refresh();
        }
    }

    synchronized void refresh() {
        Instant began = clock.instant();
        try {
            F counted = count.get();
            last = new Counted<>(counted, clock.instant());
            use.accept(counted);
            failing = false;
        } catch (RuntimeException failure) {
            tell(failure);
        }
        Instant now = clock.instant();
        Duration rest = Duration.between(began, now).multipliedBy(SHARE);
        due = now.plus(rest.compareTo(PAUSE) > 0 ? rest : PAUSE);
    }

    double read(ToDoubleFunction<F> figure) {
        Counted<F> known = last;
        return known == null ? Double.NaN : figure.applyAsDouble(known.figures());
    }

    /** Of what was counted last, in seconds. */
    double age() {
        Counted<F> known = last;
        return known == null
                ? Double.NaN
                : Duration.between(known.at(), clock.instant()).toMillis() / 1000.0;
    }

    private void tell(RuntimeException failure) {
        if (!failing && !Outage.tells(failure)) {
            LOG.warn(
                    "the figures of {} stay as they are: {}",
                    source,
                    failure.getClass().getSimpleName());
        }
        failing = true;
    }

    private record Counted<F>(F figures, Instant at) {}
}
