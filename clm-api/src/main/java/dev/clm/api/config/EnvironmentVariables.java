package dev.clm.api.config;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Typed reading of environment variables. A blank value counts as not set; a malformed one is refused by name, and so is a
 * `CLM_` variable that no room has asked for when all have read theirs.
 */
public final class EnvironmentVariables {
    private static final int FEW_SLIPS = 3;
    private static final char UNREADABLE = '\uFFFD';
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(s|m|h|d)");

    private final Map<String, String> values;
    private final Set<String> links;
    private final Set<String> asked = new TreeSet<>();

    public EnvironmentVariables(Map<String, String> values) {
        this.links = ServiceLinks.among(values);
        this.values = values.entrySet().stream()
                .filter(variable -> !links.contains(variable.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    public static EnvironmentVariables ofProcess() {
        return new EnvironmentVariables(System.getenv());
    }

    public Map<String, String> values() {
        return values;
    }

    /** The names that Kubernetes has set for a service that is called like a setting; they count as not set. */
    public Set<String> links() {
        return links;
    }

    /** These are settings too, whoever reads them. */
    public void expect(Collection<String> names) {
        asked.addAll(names);
    }

    /** Refuses what is called like a setting and is none: a typing error would leave a default in force that nobody wants. */
    public void refuseUnknown() {
        List<SettingsException> unknown = values.keySet().stream()
                .filter(name -> name.startsWith("CLM_") && !asked.contains(name))
                .sorted()
                .map(name -> SettingsException.of(name, "is no setting" + nearest(name)))
                .toList();
        if (!unknown.isEmpty()) {
            throw SettingsException.all(unknown);
        }
    }

    private String nearest(String name) {
        return asked.stream()
                .filter(known -> EditDistance.between(name, known) <= FEW_SLIPS)
                .min(Comparator.comparingInt(known -> EditDistance.between(name, known)))
                .map(known -> "; did you mean " + known + "?")
                .orElse("");
    }

    public Optional<String> text(String name) {
        asked.add(name);
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
    }

    public String text(String name, String fallback) {
        return text(name).orElse(fallback);
    }

    public int integer(String name, int fallback, int minimum, int maximum) {
        return (int) number(name, fallback, minimum, maximum);
    }

    public long number(String name, long fallback, long minimum, long maximum) {
        String value = text(name, Long.toString(fallback));
        try {
            long number = Long.parseLong(value);
            if (number >= minimum && number <= maximum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw SettingsException.of(
                name, "must be a whole number from " + minimum + " to " + maximum + ", not '" + value + "'");
    }

    public boolean flag(String name, boolean fallback) {
        String value = text(name, Boolean.toString(fallback)).toLowerCase(Locale.ROOT);
        return switch (value) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw SettingsException.of(name, "must be true or false, not '" + value + "'");
        };
    }

    /** `90s`, `15m`, `24h` or `7d`. */
    public Duration duration(String name, Duration fallback) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return fallback;
        }
        Matcher matcher = DURATION.matcher(value.get());
        if (!matcher.matches()) {
            throw SettingsException.of(
                    name, "must be a duration such as 90s, 15m, 24h or 7d, not '" + value.get() + "'");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    public <E extends Enum<E>> E oneOf(String name, Class<E> type, E fallback) {
        String value = text(name, fallback.name());
        return Arrays.stream(type.getEnumConstants())
                .filter(e -> e.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(
                        () -> SettingsException.of(name, "must be one of " + names(type) + ", not '" + value + "'"));
    }

    /** An absolute http or https address without user, query or fragment; a trailing slash is dropped. */
    public URI httpAddress(String name, String fallback) {
        String value = text(name, fallback).replaceAll("/+$", "");
        try {
            URI uri = URI.create(value);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (web && plain && uri.getHost() != null && value.chars().allMatch(c -> c < 0x80)) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // refused below, like any other text that is no address
        }
        throw SettingsException.of(name, "must be an http or https address in ASCII, without user, query and fragment");
    }

    /** Blanks around it would be somebody's mistake, or part of it: neither is guessed. */
    public Password password(String name) {
        String given = values.getOrDefault(name, "");
        if (!given.isBlank() && !given.equals(given.strip())) {
            throw SettingsException.of(name, "begins or ends with a blank; a password has none there");
        }
        if (given.indexOf(UNREADABLE) >= 0) {
            throw SettingsException.of(
                    name,
                    "holds what this process's locale cannot read; set LANG=C.UTF-8 or name a file in " + name
                            + "_FILE");
        }
        return Password.of(name, text(name).orElse(null), text(name + "_FILE").orElse(null));
    }

    private static <E extends Enum<E>> String names(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(e -> e.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
