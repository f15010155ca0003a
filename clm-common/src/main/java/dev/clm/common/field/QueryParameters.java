package dev.clm.common.field;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reads query parameters and collects what is wrong with them; an empty parameter counts as left out. */
public final class QueryParameters {
    /** How many values one parameter takes, separated by commas. */
    public static final int MOST_VALUES = 20;

    private static final int DEFAULT_LIMIT = 50;

    private final UnaryOperator<String> parameter;
    private final List<FieldError> faults = new ArrayList<>();

    public QueryParameters(UnaryOperator<String> parameter) {
        this.parameter = parameter;
    }

    public String text(String name, int maximum) {
        return read(
                name,
                null,
                "must be at most " + maximum + " characters, without NUL",
                text -> Optional.of(text).filter(t -> t.length() <= maximum && StorableText.isStorable(t)));
    }

    public String oneOf(String name, Set<String> values) {
        return read(
                name,
                null,
                "must be one of " + String.join(", ", new TreeSet<>(values)),
                text -> Optional.of(text).filter(values::contains));
    }

    public UUID uuid(String name) {
        return read(name, null, "must be a UUID", QueryParameters::parseUuid);
    }

    /** One or more of these values, separated by commas; none where it is left out. */
    public List<String> someOf(String name, Set<String> values) {
        return several(
                name,
                "must be one of " + String.join(", ", new TreeSet<>(values)),
                text -> Optional.of(text).filter(values::contains));
    }

    public List<UUID> uuids(String name) {
        return several(name, "must be a UUID", QueryParameters::parseUuid);
    }

    /** Up to 20 values separated by commas, each of which `parse` takes; none where the parameter is left out. */
    public <T> List<T> several(String name, String expectation, Function<String, Optional<T>> parse) {
        return read(
                name,
                List.of(),
                expectation + ", or up to " + MOST_VALUES + " such values separated by commas",
                text -> values(text.split(",", -1), parse));
    }

    public Instant time(String name) {
        return read(name, null, "must be an RFC 3339 time such as 2027-01-31T00:00:00Z", text -> {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return Optional.of(time)
                    .filter(t -> t.getYear() > 0 && t.getYear() < 9999)
                    .map(OffsetDateTime::toInstant);
        });
    }

    public boolean flag(String name) {
        return "true".equals(oneOf(name, Set.of("true", "false")));
    }

    public int limit() {
        return read(
                "limit",
                DEFAULT_LIMIT,
                "must be 1 to " + PageLimit.LARGEST,
                text -> Optional.of(Integer.valueOf(text)).filter(n -> n >= 1 && n <= PageLimit.LARGEST));
    }

    public void refuseFaults() {
        if (!faults.isEmpty()) {
            throw ClmException.refused(ErrorCode.PARAMETER_OUT_OF_RANGE, faults);
        }
    }

    /** A value that `parse` does not take is refused by name, with what was expected. */
    public <T> T read(String name, T absent, String expectation, Function<String, Optional<T>> parse) {
        String text = parameter.apply(name);
        if (text == null || text.isEmpty()) {
            return absent;
        }
        Optional<T> value = attempt(text, parse);
        if (value.isEmpty()) {
            faults.add(new FieldError(name, "out_of_range", expectation));
        }
        return value.orElse(absent);
    }

    private static <T> Optional<List<T>> values(String[] texts, Function<String, Optional<T>> parse) {
        if (texts.length > MOST_VALUES) {
            return Optional.empty();
        }
        List<T> values = Stream.of(texts).map(parse).flatMap(Optional::stream).toList();
        return Optional.of(values).filter(all -> all.size() == texts.length);
    }

    private static Optional<UUID> parseUuid(String text) {
        UUID uuid = UUID.fromString(text);
        return Optional.of(uuid).filter(u -> u.toString().equalsIgnoreCase(text));
    }

    private static <T> Optional<T> attempt(String text, Function<String, Optional<T>> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
