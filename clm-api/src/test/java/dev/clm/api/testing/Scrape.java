package dev.clm.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a service answers to Prometheus: each series (`name{labels}`) with its value. */
public record Scrape(Map<String, Double> series) {
    private static final Pattern SERIES = Pattern.compile("(?<name>[a-z0-9_]+)(?:\\{(?<labels>.*)})?");
    private static final Pattern LABEL = Pattern.compile("(?<name>[a-z_]+)=\"[^\"]*\"");

    public static Scrape of(RunningService service) {
        HttpResponse<String> response = service.get("/actuator/prometheus");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new Scrape(response.body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))));
    }

    /** 0 where there is no such series. */
    public double value(String name) {
        return series.getOrDefault(name, 0.0);
    }

    /** Of all series of a metric that have these labels, as `label="value"`. */
    public double sum(String metric, String... labels) {
        return series.entrySet().stream()
                .filter(one -> one.getKey().startsWith(metric + "{"))
                .filter(one -> Set.of(labels).stream().allMatch(one.getKey()::contains))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    public Set<String> startingWith(String... prefixes) {
        return series.keySet().stream()
                .filter(one -> Set.of(prefixes).stream().anyMatch(one::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Metrics with the names of their labels. */
    public Map<String, Set<String>> metrics(String prefix) {
        Map<String, Set<String>> metrics = new TreeMap<>();
        startingWith(prefix).forEach(one -> {
            Matcher parts = SERIES.matcher(one);
            assertThat(parts.matches()).as(one).isTrue();
            Set<String> labels = metrics.computeIfAbsent(parts.group("name"), name -> new TreeSet<>());
            Matcher label = LABEL.matcher(parts.group("labels") == null ? "" : parts.group("labels"));
            while (label.find()) {
                labels.add(label.group("name"));
            }
        });
        return metrics;
    }
}
