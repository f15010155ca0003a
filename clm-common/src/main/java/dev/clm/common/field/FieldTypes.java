package dev.clm.common.field;

import dev.clm.common.field.JsonField.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The kinds of members there are. What one takes, its column can hold. */
public final class FieldTypes {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,49}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+\\.[^@\\s\\p{Cntrl}]+");
    private static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_LIST = 100;

    private FieldTypes() {}

    /** One line of at most `maximum` characters. */
    public static JsonField line(String name, int maximum) {
        return string(name, "one line of 1 to " + maximum + " characters", text -> StorableText.isName(text, maximum));
    }

    public static JsonField text(String name) {
        return string(
                name,
                "text of at most " + LONGEST_TEXT + " characters, without NUL",
                text -> text.length() <= LONGEST_TEXT && StorableText.isStorable(text));
    }

    /** The name that people and requests refer to a row by. */
    public static JsonField code(String name) {
        return string(
                name,
                "1 to 50 letters, digits, '.', '_' or '-'",
                text -> CODE.matcher(text).matches());
    }

    /** Kept in lower case, so that one address is one row. */
    public static JsonField email(String name) {
        return JsonField.of(
                name,
                Type.STRING,
                "an e-mail address of at most 255 characters",
                value -> Optional.of(value)
                        .filter(String.class::isInstance)
                        .map(text -> ((String) text).toLowerCase(Locale.ROOT))
                        .filter(text -> text.length() <= 255
                                && StorableText.isStorable(text)
                                && EMAIL.matcher(text).matches())
                        .map(Object.class::cast));
    }

    public static JsonField matching(String name, Pattern pattern, String expectation) {
        return string(name, expectation, text -> pattern.matcher(text).matches());
    }

    public static JsonField oneOf(String name, String... values) {
        List<String> known = List.of(values);
        return string(name, "one of " + String.join(", ", known), known::contains)
                .oneOf(known);
    }

    public static JsonField flag(String name) {
        return JsonField.of(
                name, Type.BOOLEAN, "true or false", value -> Optional.of(value).filter(Boolean.class::isInstance));
    }

    public static JsonField number(String name, int least) {
        return JsonField.of(
                name,
                Type.INTEGER,
                "a whole number of " + least + " to " + Integer.MAX_VALUE,
                value -> Optional.of(value).filter(number -> number instanceof Integer n && n >= least));
    }

    public static JsonField time(String name) {
        return JsonField.of(name, Type.TIME, "an RFC 3339 time such as 2027-01-31T00:00:00Z", FieldTypes::instant);
    }

    public static JsonField uuid(String name) {
        return JsonField.of(name, Type.UUID, "a uuid", FieldTypes::identifier);
    }

    /** An array of different strings, each of them accepted by `accepts`. */
    public static JsonField strings(String name, String what, Predicate<String> accepts) {
        return JsonField.of(
                name,
                Type.STRINGS,
                "an array of at most " + LONGEST_LIST + " " + what + ", without repetition",
                value -> Optional.of(value)
                        .filter(list -> list instanceof List<?> l && areDifferent(l, accepts))
                        .map(list -> ((List<?>) list).toArray(String[]::new)));
    }

    /** A JSON object (or an array, where `arrays`) of any content that jsonb can hold. */
    public static JsonField document(String name, boolean arrays) {
        return JsonField.of(
                name,
                Type.DOCUMENT,
                arrays
                        ? "a JSON object or array, without NUL or a number of more than a double's range"
                        : "a JSON object, without NUL or a number of more than a double's range",
                value -> Optional.of(value)
                        .filter(document -> document instanceof Map || (arrays && document instanceof List))
                        .filter(FieldTypes::isStorable));
    }

    private static JsonField string(String name, String expectation, Predicate<String> accepts) {
        return JsonField.of(
                name,
                Type.STRING,
                expectation,
                value -> Optional.of(value).filter(text -> text instanceof String s && accepts.test(s)));
    }

    private static boolean areDifferent(List<?> list, Predicate<String> accepts) {
        return list.size() <= LONGEST_LIST
                && list.stream().allMatch(e -> e instanceof String text && accepts.test(text))
                && new HashSet<>(list).size() == list.size();
    }

    private static Optional<Object> instant(Object value) {
        try {
            return Optional.of(value)
                    .filter(String.class::isInstance)
                    .map(text -> OffsetDateTime.parse((String) text))
                    .filter(time -> time.getYear() > 0 && time.getYear() < 9999)
                    .map(OffsetDateTime::toInstant)
                    .map(Instant.class::cast);
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<Object> identifier(Object value) {
        try {
            return Optional.of(value)
                    .filter(String.class::isInstance)
                    .map(text -> UUID.fromString((String) text))
                    .filter(uuid -> uuid.toString().equalsIgnoreCase((String) value))
                    .map(Object.class::cast);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** One value anywhere in a document that jsonb does not hold makes PostgreSQL refuse the whole. */
    private static boolean isStorable(Object value) {
        if (value instanceof Map<?, ?> object) {
            return object.entrySet().stream().allMatch(e -> isStorable(e.getKey()) && isStorable(e.getValue()));
        }
        if (value instanceof List<?> array) {
            return array.stream().allMatch(FieldTypes::isStorable);
        }
        return StorableScalar.isStorable(value);
    }
}
